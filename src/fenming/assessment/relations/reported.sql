-- needs: institution_year, institution_place
-- zh: 机构当年的年报
-- en: what institutions report of the year
SELECT r.*, coalesce(i.is_in_county, false) AS is_in_county, coalesce(i.is_primary, false) AS is_primary, coalesce(i.kind, '') AS kind
FROM {institution_year} r LEFT JOIN {institution_place} i ON i.institution_id = r.institution_id
WHERE r.year = {year}
