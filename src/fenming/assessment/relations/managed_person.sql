-- needs: managed
-- zh: 年末在管的慢性病患者(高血压、糖尿病、慢阻肺)，一人一行
-- en: persons under management for hypertension, diabetes or copd, each once, with the unit of the earliest management
SELECT person_id, arg_min(unit_id, (managed_from, condition)) AS unit_id
FROM {managed} WHERE condition IN ('hypertension', 'diabetes', 'copd') GROUP BY person_id
