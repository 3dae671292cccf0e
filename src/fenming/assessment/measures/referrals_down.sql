-- grain: institution
-- needs: referral
-- absent: zero
-- zh: 下转人次
-- en: referrals down
-- unit: referral
SELECT from_institution_id AS party_id, 'year' AS period, count(*) FILTER (WHERE direction = 'down') AS value FROM {referral}
WHERE state <> 'cancelled' AND year(requested_on) = {year} GROUP BY ALL
