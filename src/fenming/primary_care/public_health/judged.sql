-- Services of the year, each with why it cannot be as it is logged. Values in braces are inserted.

-- grain: one row per service of the year; a former unit's services are those of the unit it was merged into
CREATE TEMP TABLE logged AS
SELECT row_number() OVER () AS place, s.service_id, coalesce(m.into_unit_id, s.unit_id) AS unit_id, s.person_id,
       s.doctor_id, s.service_code, s.served_at, s.institution_id, s.minutes, s.has_resident_card, s.has_doctor_card,
       coalesce(s.quality_ppm, 1000000) AS quality_ppm, CAST(s.served_at AS DATE) AS served_on,
       -- a service of unknown length takes the minute it was logged in
       s.served_at + to_minutes(least(greatest(coalesce(s.minutes, 1), 1), 1440)) AS ended_at,
       s.service_code IN (SELECT service_code FROM group_service) AS is_group
FROM {service} s LEFT JOIN merged m ON m.unit_id = s.unit_id
WHERE year(s.served_at) = {year};

-- grain: one row per service and day on which it went on
CREATE TEMP TABLE at_place AS
SELECT place, person_id, unit_id, institution_id, served_at, ended_at, served_on AS day FROM logged
UNION ALL
SELECT place, person_id, unit_id, institution_id, served_at, ended_at, CAST(ended_at - INTERVAL 1 MICROSECOND AS DATE)
FROM logged WHERE CAST(ended_at - INTERVAL 1 MICROSECOND AS DATE) > served_on;

-- grain: one row per service done at home, as a follow-up of the same resident and day says
CREATE TEMP TABLE at_home AS
SELECT l.place, l.doctor_id, l.served_on, l.served_at, l.ended_at, l.person_id, coalesce(p.household_id, -l.person_id) AS household_id
FROM logged l
SEMI JOIN (SELECT person_id, followed_on, doctor_id FROM {follow_up} WHERE way = 'home') f
  ON f.person_id = l.person_id AND f.followed_on = l.served_on AND coalesce(f.doctor_id, l.doctor_id) = l.doctor_id
LEFT JOIN {person} p ON p.person_id = l.person_id;

-- grain: one row per service and reason
CREATE TEMP TABLE flagged AS
SELECT DISTINCT a.place, 'two_places' AS reason FROM at_place a JOIN at_place b
  ON a.person_id = b.person_id AND a.day = b.day AND a.place <> b.place AND a.served_at < b.ended_at AND b.served_at < a.ended_at
  AND (a.unit_id <> b.unit_id OR a.institution_id <> b.institution_id)
UNION ALL
SELECT l.place, 'after_death' FROM logged l
  JOIN (SELECT person_id, min(died_on) AS died_on FROM {death} WHERE person_id IS NOT NULL GROUP BY person_id) d
  ON d.person_id = l.person_id AND l.served_on > d.died_on
UNION ALL
SELECT place, 'too_fast' FROM (
  SELECT place, max(within_hour) OVER (PARTITION BY doctor_id ORDER BY served_at
         RANGE BETWEEN CURRENT ROW AND INTERVAL 3599999999 MICROSECOND FOLLOWING) AS most
  FROM (SELECT place, doctor_id, served_at, count(*) OVER (PARTITION BY doctor_id ORDER BY served_at
               RANGE BETWEEN INTERVAL 3599999999 MICROSECOND PRECEDING AND CURRENT ROW) AS within_hour
        FROM logged WHERE NOT is_group)) WHERE most > {hour_max}
UNION ALL
SELECT place, 'too_many' FROM (
  SELECT place, row_number() OVER (PARTITION BY doctor_id, served_on ORDER BY served_at, service_id) AS number
  FROM logged WHERE NOT is_group) WHERE number > {day_max}
UNION ALL
SELECT DISTINCT a.place, 'two_homes' FROM at_home a JOIN at_home b
  ON a.doctor_id = b.doctor_id AND a.served_on = b.served_on AND a.household_id <> b.household_id
  AND a.served_at < b.ended_at AND b.served_at < a.ended_at
UNION ALL
SELECT place, 'card_missing' FROM logged
  WHERE ({needs_doctor_card} AND NOT has_doctor_card) OR ({needs_resident_card} AND NOT has_resident_card)
UNION ALL
SELECT place, 'card_unknown' FROM logged
  WHERE ({needs_doctor_card} AND has_doctor_card IS NULL) OR ({needs_resident_card} AND has_resident_card IS NULL)
UNION ALL
SELECT place, 'bad_minutes' FROM logged WHERE minutes < 0 OR minutes > 1440
UNION ALL
SELECT place, 'bad_quality' FROM logged WHERE quality_ppm < 0 OR quality_ppm > 1000000
UNION ALL
SELECT place, 'no_points' FROM logged WHERE service_code NOT IN (SELECT service_code FROM pointed)
UNION ALL
SELECT place, 'unknown_unit' FROM logged WHERE unit_id NOT IN (SELECT unit_id FROM known_unit);

-- grain: one row per flagged service; what has no points or no unit earns nothing, cleared or not
CREATE TEMP TABLE doubtful AS
SELECT place, list_sort(list(reason)) AS reasons, list_has_any(list(reason), ['no_points', 'unknown_unit', 'bad_quality']) AS is_final
FROM flagged GROUP BY place;

-- grain: one row per service of the year; `counts` says whether it earns
CREATE TEMP TABLE judged AS
SELECT l.*, d.reasons, c.service_id IS NOT NULL AS is_cleared,
       d.place IS NULL OR (c.service_id IS NOT NULL AND NOT d.is_final) AS counts
FROM logged l LEFT JOIN doubtful d ON d.place = l.place
LEFT JOIN (SELECT DISTINCT service_id FROM {service_clearance}) c ON c.service_id = l.service_id;
