"""Where the county's patients and their money go: by place and level, by disease, and from home township to place of care."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fenming.engines.local import literal
from fenming.facts.run_tables import Row
from fenming.primary_care.family_doctor.contracts import scans
from fenming.primary_care.referral.chapters import CHAPTERS

STAY = 3  # bill.care: what intake takes for a stay
PLACES = (
    "own_clinic",
    "own_township",
    "other_township",
    "own_lead",
    "other_lead",
    "other_in_county",
    "in_city",
    "other_city",
    "out_of_province",
    "came_in",
    "unknown",
)
IN_COUNTY = frozenset(PLACES[:6])
PLACED = """
CREATE TEMP TABLE placed AS
SELECT b.person_id, b.visit_id, b.bill_id, b.care, b.level, b.total_fen, b.platform_pool_fen AS pool_fen,
       coalesce(u.township_hospital_id, '') AS home,
       coalesce(c.number, '') AS chapter, coalesce(b.diagnosis_id, '') AS diagnosis_id,
       b.refund_of IS NOT NULL AS is_refund,
       CASE WHEN p.person_id IS NULL AND b.insured_region IS NOT NULL AND b.insured_region <> '{region}' THEN 'came_in'
            WHEN i.kind IN ('village_clinic', 'community_station') AND i.institution_id = u.clinic_id THEN 'own_clinic'
            WHEN i.kind IN ('village_clinic', 'community_station', 'township_hospital')
            THEN CASE WHEN i.town_id = u.town_id OR i.institution_id = u.township_hospital_id THEN 'own_township'
                      ELSE 'other_township' END
            WHEN i.kind = 'lead_hospital'
            THEN CASE WHEN i.consortium_id = u.consortium_id THEN 'own_lead' ELSE 'other_lead' END
            WHEN i.kind IS NOT NULL AND i.kind <> 'outside' THEN 'other_in_county'
            WHEN i.region = '{region}' OR (i.kind IS NULL AND b.care_region = '{region}') THEN 'other_in_county'
            WHEN b.area = 0 AND i.kind = 'outside' THEN 'in_city'
            WHEN b.area = 1 THEN 'other_city' WHEN b.area = 2 THEN 'out_of_province' ELSE 'unknown' END AS place
FROM {bill} b
LEFT JOIN {person} p ON p.person_id = b.person_id
LEFT JOIN {unit_merger} m ON m.unit_id = p.unit_id
LEFT JOIN {health_unit} u ON u.unit_id = coalesce(m.into_unit_id, p.unit_id)
LEFT JOIN {institution} i ON i.institution_id = b.institution_id
LEFT JOIN (VALUES {chapters}) AS c(first, last, number) ON substr(b.diagnosis_id, 1, 3) BETWEEN c.first AND c.last
WHERE year(b.settled_at) = {year}
"""
MEASURES = """count(DISTINCT person_id)::BIGINT AS persons,
       (count(*) FILTER (WHERE care = {stay} AND NOT is_refund)
        - count(*) FILTER (WHERE care = {stay} AND is_refund))::BIGINT AS stays,
       sum(pool_fen)::BIGINT AS pool_fen, sum(total_fen)::BIGINT AS total_fen"""
BY = {
    "places": "SELECT place, {measures} FROM placed GROUP BY place",
    "levels": "SELECT place IN ({inside}) AS is_in_county, level, {measures} FROM placed "
    "WHERE place <> 'came_in' GROUP BY ALL ORDER BY ALL",
    "chapters": "SELECT chapter, place IN ({inside}) AS is_in_county, {measures} FROM placed "
    "WHERE care = {stay} AND place <> 'came_in' GROUP BY ALL ORDER BY ALL",
    "diagnoses": "SELECT substr(diagnosis_id, 1, 3) AS category, {measures} FROM placed "
    "WHERE care = {stay} AND place NOT IN ({inside}, 'came_in') GROUP BY ALL ORDER BY pool_fen DESC, category LIMIT {most}",
    "matrix": "SELECT home, place, {measures} FROM placed GROUP BY ALL ORDER BY ALL",
    "whole": "SELECT {measures} FROM placed",
}


@dataclass(frozen=True, slots=True)
class Flow:
    """A year's flow as rows of persons, stays, pooled fund and total cost (fen).

    `places`: where; `levels`: level of care in and out of the county; `chapters`: stays by chapter of ICD-10, in and out;
    `diagnoses`: categories for which stays out of the county cost the fund most; `matrix`: home township by place; `whole`: all.
    A person treated in two places is counted in both; stays and money of places and of the matrix add up to the whole. Persons
    insured elsewhere (`came_in`) are in neither levels nor chapters.
    """

    places: list[Row]
    levels: list[Row]
    chapters: list[Row]
    diagnoses: list[Row]
    matrix: list[Row]
    whole: Row


def read_flow(tables: Mapping[str, Path], region: str, year: int, most: int = 20) -> Flow:
    """The flow of `year` for the county with the six-digit code `region`; `most` diagnoses are listed."""
    named = scans(tables)
    chapters = ", ".join(f"({literal(one[0])}, {literal(one[1])}, {literal(one[2])})" for one in CHAPTERS)
    inside = ", ".join(map(literal, sorted(IN_COUNTY)))
    measures = MEASURES.format(stay=STAY)
    with duckdb.connect() as connection:
        connection.execute(PLACED.format(**named, region=region, year=year, chapters=chapters))
        found = {
            name: _rows(connection, query.format(measures=measures, inside=inside, stay=STAY, most=most))
            for name, query in BY.items()
        }
    found["places"].sort(key=lambda row: PLACES.index(row["place"]))
    whole = found.pop("whole")[0]
    return Flow(**found, whole={column: value or 0 for column, value in whole.items()})


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    answer = connection.execute(query)
    columns = [column[0] for column in answer.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
