-- grain: institution
-- needs: referral
-- absent: zero
-- zh: 转出并到诊人次
-- en: referrals sent that arrived
-- unit: referral
SELECT from_institution_id AS party_id, 'year' AS period, count(*) FILTER (WHERE state = 'arrived') AS value FROM {referral}
WHERE state <> 'cancelled' AND year(requested_on) = {year} GROUP BY ALL
