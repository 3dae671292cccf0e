-- grain: unit
-- needs: person, service, service_impossible
-- absent: zero
-- zh: 当年有体检服务记录的65岁及以上参保人数
-- en: insured persons aged 65 and over with a check-up logged in the year
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value FROM {person}
WHERE status = '1' AND born_on <= DATE '{year}-12-31' - INTERVAL 65 YEAR AND person_id IN (
    SELECT person_id FROM {service} WHERE service_code = 'elderly_check' AND year(served_at) = {year}
    AND service_id NOT IN (SELECT service_id FROM {service_impossible}))
GROUP BY ALL
