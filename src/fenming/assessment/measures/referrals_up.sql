-- grain: institution
-- needs: referral
-- absent: zero
-- zh: 上转人次
-- en: referrals up
-- unit: referral
SELECT from_institution_id AS party_id, 'year' AS period, count(*) FILTER (WHERE direction = 'up') AS value FROM {referral}
WHERE state <> 'cancelled' AND year(requested_on) = {year} GROUP BY ALL
