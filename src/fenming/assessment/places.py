"""Where every party belongs: former units in their successors, units and institutions with all codes up the chain."""

from collections.abc import Mapping

import duckdb

from fenming.assessment.measure import Measure
from fenming.engines.local import literal, run
from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy import Policy
from fenming.policy.vocabulary import STAYS

MADE = ("merged_unit", "unit_place", "institution_place", "care_kind", "disease_word")
_KEYS = {"unit": "unit_id", "institution": "institution_id", "consortium": "consortium_id"}
_REGISTER = {
    "unit": "unit_place",
    "institution": "(SELECT * FROM institution_place WHERE is_in_county)",
    "consortium": "unit_place",
}
_EMPTY_REGISTERS = {
    "health_unit": "(SELECT '' AS unit_id, '' AS consortium_id, '' AS township_hospital_id, '' AS clinic_id LIMIT 0)",
    "institution": "(SELECT '' AS institution_id, '' AS kind, '' AS consortium_id LIMIT 0)",
}
_NOBODY = "SELECT '' LIMIT 0"
_PLACED = {
    "unit": """SELECT measure_id, period, coalesce(p.consortium_id, '') AS consortium_id,
            coalesce(p.township_hospital_id, '') AS township_hospital_id,
            coalesce(m.into_unit_id, party_id) AS unit_id, '' AS institution_id, sum(value)::BIGINT AS value
        FROM counted LEFT JOIN merged_unit m ON m.unit_id = party_id
        LEFT JOIN unit_place p ON p.unit_id = coalesce(m.into_unit_id, party_id)""",
    "institution": """SELECT measure_id, period, coalesce(p.consortium_id, '') AS consortium_id,
            coalesce(p.township_hospital_id, '') AS township_hospital_id, coalesce(p.unit_id, '') AS unit_id,
            party_id AS institution_id, sum(value)::BIGINT AS value
        FROM counted LEFT JOIN institution_place p ON p.institution_id = party_id""",
    "consortium": """SELECT measure_id, period, party_id AS consortium_id, '' AS township_hospital_id, '' AS unit_id,
            '' AS institution_id, sum(value)::BIGINT AS value FROM counted""",
    "county": """SELECT measure_id, period, '' AS consortium_id, '' AS township_hospital_id, '' AS unit_id,
            '' AS institution_id, sum(value)::BIGINT AS value FROM counted""",
}
_ZEROS = {
    "unit": "consortium_id, township_hospital_id, unit_id, '' AS institution_id",
    "institution": "consortium_id, township_hospital_id, unit_id, institution_id",
    "consortium": "consortium_id, '' AS township_hospital_id, '' AS unit_id, '' AS institution_id",
    "county": "'' AS consortium_id, '' AS township_hospital_id, '' AS unit_id, '' AS institution_id",
}
_UNIT_PLACE = """CREATE TEMP TABLE unit_place AS
    SELECT unit_id, consortium_id, township_hospital_id, clinic_id FROM {health_unit}
    WHERE unit_id NOT IN (SELECT unit_id FROM merged_unit)"""
_INSTITUTION_PLACE = """CREATE TEMP TABLE institution_place AS
    WITH clinic AS (
        SELECT h.clinic_id, min(coalesce(m.into_unit_id, h.unit_id)) AS unit_id, min(h.township_hospital_id) AS township_hospital_id
        FROM {health_unit} h LEFT JOIN merged_unit m USING (unit_id) GROUP BY h.clinic_id)
    SELECT i.institution_id, i.kind, i.kind <> 'outside' AS is_in_county,
        i.kind IN ('township_hospital', 'village_clinic', 'community_station') AS is_primary,
        coalesce(i.consortium_id, '') AS consortium_id, coalesce(c.unit_id, '') AS unit_id,
        CASE WHEN i.kind = 'township_hospital' THEN i.institution_id ELSE coalesce(c.township_hospital_id, '') END AS township_hospital_id
    FROM {institution} i LEFT JOIN clinic c ON c.clinic_id = i.institution_id"""


def make_places(
    connection: duckdb.DuckDBPyConnection, readable: Mapping[str, str], policy: Policy, year: int
) -> list[Finding]:
    """Make the tables MADE: former units, places of units and of institutions, and what kind of care a code stands for.

    A register that was not imported leaves its table empty; the measures that need it say so.
    """
    findings = _make_mergers(connection, readable, year)
    named = {name: readable.get(name, empty) for name, empty in _EMPTY_REGISTERS.items()}
    run(connection, _UNIT_PLACE.format(**named))
    run(connection, _INSTITUTION_PLACE.format(**named))
    _make_words(connection, policy)
    return findings


def _make_mergers(connection: duckdb.DuckDBPyConnection, readable: Mapping[str, str], year: int) -> list[Finding]:
    run(connection, "CREATE TEMP TABLE merged_unit (unit_id VARCHAR, into_unit_id VARCHAR)")
    if "unit_merger" not in readable:
        return []
    query = (
        f"SELECT unit_id, into_unit_id FROM {readable['unit_merger']} WHERE year(merged_on) <= {year} ORDER BY unit_id"
    )
    into = {str(unit): str(successor) for unit, successor in run(connection, query)}
    ends = {unit: _last_successor(unit, into) for unit in into}
    known = [(unit, end) for unit, end in ends.items() if end is not None]
    if known:
        connection.executemany("INSERT INTO merged_unit VALUES (?, ?)", known)
    return [_in_a_ring(unit) for unit, end in ends.items() if end is None]


def _last_successor(unit: str, into: Mapping[str, str]) -> str | None:
    """The unit in which `unit` went up in the end; None where the chain comes back to itself."""
    seen = {unit}
    while unit in into:
        unit = into[unit]
        if unit in seen:
            return None
        seen.add(unit)
    return unit


def _make_words(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """What the pack's codes say: of a kind of care its word, and whether it is a stay, a pharmacy's sale or a visit; of a disease its word."""
    codes = policy.pack.codes
    cares = [(code, word, _kind(word)) for code, word in codes.get("care", {}).items()]
    run(connection, "CREATE TEMP TABLE care_kind (care_type VARCHAR, word VARCHAR, care_kind VARCHAR)")
    run(connection, "CREATE TEMP TABLE disease_word (prefix VARCHAR, word VARCHAR)")
    for table, rows in (("care_kind", cares), ("disease_word", list(codes.get("disease", {}).items()))):
        if rows:
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _kind(word: str) -> str:
    if word in STAYS:
        return "stay"
    return "pharmacy" if word == "pharmacy" else "visit"


def counted(measure: Measure, body: str) -> str:
    """SQL: the rows of a measure's own query under the measure's name, with its word where it counts by words."""
    name = literal(measure.id)
    named = f"{name} || '.' || word" if measure.by else name
    return f"SELECT {named} AS measure_id, coalesce(party_id, '') AS party_id, period, value FROM ({body}) WHERE value IS NOT NULL"


def placed(measure: Measure) -> str:
    """SQL: the counted rows summed by party and period, each with all codes up the chain; unknown parties keep their own code."""
    return f"{_PLACED[measure.grain]} GROUP BY ALL"


def unplaced(measure: Measure) -> str:
    """SQL: parties counted that no register names."""
    register = _REGISTER.get(measure.grain)
    if register is None:
        return _NOBODY
    key = _KEYS[measure.grain]
    return f"SELECT DISTINCT {key} FROM entered WHERE {key} <> '' AND {key} NOT IN (SELECT {key} FROM {register}) ORDER BY 1"


def silent(measure: Measure) -> str:
    """SQL: parties of which a row was expected and none was counted: every unit, institutions of the expected kinds."""
    if measure.grain == "unit":
        return "SELECT unit_id FROM unit_place WHERE unit_id NOT IN (SELECT unit_id FROM entered) ORDER BY 1"
    if measure.grain == "institution" and measure.expected:
        kinds = ", ".join(map(literal, measure.expected))
        return f"""SELECT institution_id FROM institution_place
            WHERE kind IN ({kinds}) AND is_in_county AND institution_id NOT IN (SELECT institution_id FROM entered) ORDER BY 1"""
    return _NOBODY


def zeros(measure: Measure, periods: tuple[str, ...]) -> str:
    """SQL: a row of nothing for every party, word and period without one, where the register was handed in as a whole."""
    key = _KEYS.get(measure.grain, "''")
    listed = ", ".join(map(literal, periods))
    return f"""SELECT DISTINCT measure_id, period, {_ZEROS[measure.grain]}, 0::BIGINT AS value
        FROM {_REGISTER.get(measure.grain, "(SELECT 1)")}, (SELECT unnest([{listed}]) AS period),
            (SELECT DISTINCT measure_id FROM entered)
        WHERE (measure_id, period, {key}) NOT IN (SELECT (measure_id, period, {key}) FROM entered)"""


def _in_a_ring(unit: str) -> Finding:
    return Finding(
        "assessment.merger_ring",
        _("unit {unit} was merged into units that were merged into it").format(unit=unit),
        "unit_merger",
        _("nobody is left who stands for it; its rows stay under its own code"),
        _("correct the mergers and import them again"),
    )
