-- needs: managed_patient
-- zh: 年末在管的患者，按人与病种
-- en: patients under management on the last day of the year, by person and condition
SELECT person_id, condition, unit_id, managed_from, managed_to FROM {managed_patient}
WHERE managed_from <= DATE '{year}-12-31' AND (managed_to IS NULL OR managed_to >= DATE '{year}-12-31')
