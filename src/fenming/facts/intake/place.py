"""Where care was given, how high the institution ranks and how far from home: SQL over bills and the institution register.

Where a workspace needs no registers, what no register says comes from the bill itself, and nothing is assumed: a bill
that does not say it either is set aside.
"""

from fenming.engines.local import literal
from fenming.facts.intake.settling import Check, Settling

LEVELS = ("primary", "county", "city", "province")
PHARMACY = "41"  # national med_type 药店购药: a pharmacy has no level of care and counts as the lowest

# A class alone is read as the level it most often stands for; a bureau that knows better says the word itself.
_STATED_LEVEL = f"""CASE
    WHEN good.care_level IN {LEVELS} THEN good.care_level
    WHEN good.care_level IN ('1', '一级') THEN 'primary' WHEN good.care_level IN ('2', '二级') THEN 'county'
    WHEN good.care_level IN ('3', '三级') THEN 'city' WHEN good.care_type = '{PHARMACY}' THEN 'primary' END"""


def placed(settling: Settling) -> str:
    """SQL for good bills with `place_level`, `place_region` and `home_region`, each null where nothing says it."""
    register = f"SELECT institution_id, care_level, region FROM {settling.scan('institution')}"
    columns = "place.care_level AS place_level, place.region AS place_region"
    home = literal(settling.region)
    if not settling.needs_registers:
        columns = (
            f"coalesce(place.care_level, {_STATED_LEVEL}) AS place_level,"
            f" coalesce(place.region, {_readable('good.care_region')}) AS place_region"
        )
        home = f"coalesce({_readable('good.insured_region')}, {_readable(home)})"
    return f"SELECT good.*, {columns}, {home} AS home_region FROM good LEFT JOIN ({register}) AS place USING (institution_id)"


def area() -> str:
    """SQL for how far `place_region` is from `home_region`: 0 where one fund pays for both, 1 in the province, 2 beyond."""
    return (
        f"CASE WHEN {_pooled('place_region')} = {_pooled('home_region')} THEN 0"
        " WHEN left(place_region, 2) = left(home_region, 2) THEN 1 ELSE 2 END"
    )


def level() -> str:
    """SQL for the place of `place_level` among LEVELS."""
    return f"CASE place_level {' '.join(f'WHEN {literal(word)} THEN {code}' for code, word in enumerate(LEVELS))} END"


def place_checks(settling: Settling) -> tuple[Check, ...]:
    """What a bill of `placed` fails when nothing says where, or how high, care was given."""
    if settling.needs_registers:
        return (Check("institution.unknown", "place_region IS NULL", "fixmedins_code", "institution_id"),)
    return (
        Check("care_level.unknown", "place_level IS NULL", "hosp_lv", "coalesce(care_level, '')"),
        Check("care_region.unknown", "place_region IS NULL", "fix_blng_admdvs", "coalesce(care_region, '')"),
        Check("insured_region.unknown", "home_region IS NULL", "insu_admdvs", "coalesce(insured_region, '')"),
    )


def _readable(region: str) -> str:
    """A region code of six digits or more; null for anything else."""
    return f"CASE WHEN regexp_full_match({region}, '[0-9]{{6,12}}') THEN {region} END"


def _pooled(region: str) -> str:
    """The first digits that regions with one fund share: a city's four.

    A municipality (Beijing, Tianjin, Shanghai, Chongqing) is one city whatever the third and fourth digit; places
    directly under a province (…90…) share those digits and are cities of their own.
    """
    return (
        f"CASE WHEN left({region}, 2) IN ('11', '12', '31', '50') THEN left({region}, 2)"
        f" WHEN substr({region}, 3, 2) = '90' THEN left({region}, 6) ELSE left({region}, 4) END"
    )
