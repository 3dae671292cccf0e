WITH ages AS (SELECT unnest(range(0, 90, 5)) AS age_from),
sexes AS (SELECT unnest(['1', '2']) AS sex),
died AS (
    SELECT d.sex, least(d.age // 5 * 5, 85) AS age_from, w.word
    FROM {death} d LEFT JOIN LATERAL (
        SELECT word FROM cause_word WHERE starts_with(upper(d.cause_id), prefix) ORDER BY length(prefix) DESC LIMIT 1) w ON true
    WHERE year(d.died_on) = {year}),
lived AS (
    SELECT sex, least(age_from // 5 * 5, 85) AS age_from, sum(residents)::BIGINT AS residents
    FROM {population} WHERE year = {year} GROUP BY ALL)
SELECT s.sex, a.age_from::BIGINT AS age_from, any_value(l.residents) AS residents,
    count(d.age_from)::BIGINT AS deaths, count(d.word)::BIGINT AS chronic_deaths,
    count(*) FILTER (WHERE d.word = 'cardiovascular')::BIGINT AS cardiovascular,
    count(*) FILTER (WHERE d.word = 'cancer')::BIGINT AS cancer,
    count(*) FILTER (WHERE d.word = 'diabetes')::BIGINT AS diabetes,
    count(*) FILTER (WHERE d.word = 'chronic_respiratory')::BIGINT AS chronic_respiratory
FROM ages a CROSS JOIN sexes s
LEFT JOIN lived l ON l.sex = s.sex AND l.age_from = a.age_from
LEFT JOIN died d ON d.sex = s.sex AND d.age_from = a.age_from
GROUP BY s.sex, a.age_from ORDER BY s.sex, a.age_from
