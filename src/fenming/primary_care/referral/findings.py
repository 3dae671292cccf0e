"""What is wrong in the register of referrals, in words."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from fenming.engines.local import parquet
from fenming.kernel import Finding
from fenming.kernel.language import _

OWN = {
    "state": "state NOT IN ('requested', 'accepted', 'arrived', 'refused', 'cancelled', 'expired')",
    "direction": "direction NOT IN ('up', 'down')",
    "early": "arrived_on < requested_on",
    "no_day": "state = 'arrived' AND arrived_on IS NULL",
    "no_visit": "state = 'arrived' AND visit_id IS NULL",
    "not_arrived": "state <> 'arrived' AND (arrived_on IS NOT NULL OR visit_id IS NOT NULL)",
    "no_reason": "state IN ('refused', 'expired') AND coalesce(reason, '') = ''",
    "to_itself": "from_institution_id = to_institution_id",
}
TWICE = """
SELECT coalesce(sum(more - 1), 0)::BIGINT FROM (
  SELECT count(*) AS more FROM {referral} WHERE year(requested_on) = {year}
  GROUP BY person_id, direction, from_institution_id, to_institution_id, requested_on HAVING count(*) > 1)
"""
UNKNOWN = """
SELECT count(*)::BIGINT FROM {referral} r WHERE year(requested_on) = {year} AND (
  from_institution_id NOT IN (SELECT institution_id FROM {institution})
  OR to_institution_id NOT IN (SELECT institution_id FROM {institution}))
"""
AGAINST = """
WITH level AS (SELECT institution_id, CASE kind WHEN 'lead_hospital' THEN 2 WHEN 'outside' THEN 3 WHEN 'public_health_body' THEN 0
                      ELSE 1 END AS step FROM {institution})
SELECT count(*)::BIGINT FROM {referral} r JOIN level f ON f.institution_id = r.from_institution_id
JOIN level t ON t.institution_id = r.to_institution_id
WHERE year(requested_on) = {year} AND f.step > 0 AND t.step > 0
  AND ((direction = 'up' AND t.step < f.step) OR (direction = 'down' AND t.step > f.step))
"""
NO_BILL = """
SELECT count(*)::BIGINT FROM {referral} r WHERE year(requested_on) = {year} AND state = 'arrived' AND visit_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM {bill} b WHERE b.visit_id = r.visit_id AND b.person_id = r.person_id)
"""
AFTER_DEATH = """
SELECT count(*)::BIGINT FROM {referral} r JOIN (SELECT person_id, min(died_on) AS died_on FROM {death}
  WHERE person_id IS NOT NULL GROUP BY person_id) d USING (person_id)
WHERE year(requested_on) = {year} AND requested_on > died_on
"""
CHECKED = {
    "twice": (TWICE, ()),
    "unknown_institution": (UNKNOWN, ("institution",)),
    "against": (AGAINST, ("institution",)),
    "no_bill": (NO_BILL, ("bill",)),
    "after_death": (AFTER_DEATH, ("death",)),
}


def register_findings(tables: Mapping[str, Path], year: int) -> list[Finding]:
    """Findings on the referrals of `year`, with the number of rows each touches; what needs a table that is not there is left out."""
    named = {name: parquet(path) for name, path in tables.items()}
    counts: dict[str, int] = {}
    with duckdb.connect() as connection:
        own = ", ".join(f"count(*) FILTER (WHERE {condition})::BIGINT" for condition in OWN.values())
        query = f"SELECT {own} FROM {named['referral']} WHERE year(requested_on) = {year:d}"
        counts |= dict(zip(OWN, connection.execute(query).fetchall()[0], strict=True))
        for code, (query, needed) in CHECKED.items():
            if set(needed) <= set(named):
                counts[code] = connection.execute(query.format(**named, year=year)).fetchall()[0][0]
    return [_finding(code, count) for code, count in counts.items() if count]


def _finding(code: str, rows: int) -> Finding:
    what, remedy = _words()[code]
    return Finding(
        f"referral.{code}",
        what=what.format(count=rows),
        where=_("table referral"),
        why=_("they are counted as they stand in the register"),
        remedy=remedy,
        rows=rows,
    )


def _words() -> dict[str, tuple[str, str]]:
    correct = _("correct them in the register and import the file again")
    return {
        "state": (_("{count} referrals are in a state that is not known"), correct),
        "direction": (_("{count} referrals go neither up nor down"), correct),
        "early": (_("{count} referrals arrived before they were requested"), correct),
        "no_day": (_("{count} referrals arrived on no day; they have no time to admission"), correct),
        "no_visit": (
            _("{count} referrals arrived without a visit, so nothing can be checked or shared for them"),
            _("write the number of the visit that followed"),
        ),
        "not_arrived": (
            _("{count} referrals name a day or a visit and are not marked as arrived"),
            _("mark them as arrived, or remove day and visit"),
        ),
        "no_reason": (_("{count} referrals were refused or ran out without a reason"), _("write the reason")),
        "to_itself": (_("{count} referrals go to the institution they come from"), correct),
        "twice": (_("{count} referrals stand in the register twice"), _("keep one of them")),
        "unknown_institution": (
            _("{count} referrals name an institution that no register knows"),
            _("correct its code, or import the register of institutions"),
        ),
        "against": (
            _("{count} referrals go the other way than they say: up to a lower level, or down to a higher one"),
            correct,
        ),
        "no_bill": (
            _("{count} referrals name a visit that the person has no bill for"),
            _("correct the number of the visit, or import the bills"),
        ),
        "after_death": (
            _("{count} referrals were requested after the person's death"),
            _("find out who asked for them"),
        ),
    }
