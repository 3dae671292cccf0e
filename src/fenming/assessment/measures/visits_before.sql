-- grain: institution
-- needs: institution_year
-- zh: 上年总诊疗人次
-- en: visits the year before
-- unit: visit
SELECT institution_id AS party_id, 'year' AS period, visits AS value FROM {institution_year} WHERE year = {year} - 1
