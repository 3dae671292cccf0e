-- grain: unit
-- needs: listed_stay
-- absent: zero
-- zh: 县域内住院费用(结算清单)
-- en: inpatient cost in the county by settlement list
-- unit: fen
SELECT unit_id AS party_id, 'year' AS period, sum(total_fen)::BIGINT AS value
FROM {listed_stay} WHERE year = {year} AND months = 12 GROUP BY ALL
