-- grain: institution
-- needs: referral
-- absent: zero
-- zh: 转出人次
-- en: referrals sent
-- unit: referral
SELECT from_institution_id AS party_id, 'year' AS period, count(*) AS value FROM {referral}
WHERE state <> 'cancelled' AND year(requested_on) = {year} GROUP BY ALL
