"""What came out: rates to be seen beside the published ones, counted from the rows that are written."""

from collections.abc import Mapping

import numpy as np

from fenming.facts.twin.care.follow_ups import STANDARD, FollowUps
from fenming.facts.twin.care.making import CareYear
from fenming.facts.twin.care.managed import Managed
from fenming.facts.twin.care.mortality import GROUPS, WIDTH, premature_ppm
from fenming.facts.twin.draw import Ints
from fenming.facts.twin.scores import Table
from fenming.kernel import PPM, divide

_LIMITS = {"hypertension": (140, 90), "diabetes": (70, 100)}


def care_figures(year: CareYear, small: Mapping[str, Table]) -> dict[str, int]:
    """Counts, and rates in ppm."""
    made = {
        "managed_hypertension": len(year.managed[0]), "managed_diabetes": len(year.managed[1]), "services": len(year.services),
        "follow_ups": sum(len(part) for part in year.follow_ups + year.further), "deaths": len(year.deaths),
        "referrals_down": int((~year.referrals.is_up).sum()), "referrals_up": int(year.referrals.is_up.sum()),
    }  # fmt: skip
    for managed, rows in zip(year.managed, year.follow_ups, strict=True):
        made |= _rates(managed, rows)
    in_force = int((year.contracts.ended == year.basis.year_days - 1).sum())
    made["contract_coverage"] = _ppm(in_force, sum(year.basis.residents.values()))
    made["premature_mortality"] = _premature(year)
    header, reports = small["institution_year"]
    reports = [row for row in reports if row[header.index("year")] == str(year.basis.profile.year)]
    for name, column in {"staff": "staff_heads", "doctors": "dr_heads", "nurses": "nurse_heads"}.items():
        made[name] = sum(int(row[header.index(column)]) for row in reports)
    visits, tcm = (sum(int(row[header.index(column)]) for row in reports) for column in ("visit_cnt", "tcm_visit_cnt"))
    return made | {"tcm_visit_share": _ppm(tcm, visits)}


def _rates(managed: Managed, rows: FollowUps) -> dict[str, int]:
    """Followed up to the standard, and on target at the last follow-up, of all managed."""
    size = int(managed.person.max(initial=0)) + 1
    is_standard = np.bincount(rows.person, minlength=size)[managed.person] >= STANDARD
    on_target = np.zeros(size, dtype=np.bool_)
    on_target[rows.person[rows.is_last & _is_on_target(rows)]] = True
    return {
        f"{managed.condition}_standard": _ppm(int(is_standard.sum()), len(managed)),
        f"{managed.condition}_control": _ppm(int(on_target[managed.person].sum()), len(managed)),
    }


def _is_on_target(rows: FollowUps) -> Ints:
    """Below both limits; a value that was not taken is below."""
    first, second = _LIMITS[rows.condition]
    return np.asarray((rows.first < first) & (rows.second < second))


def _premature(year: CareYear) -> int:
    deaths, prefixes = year.deaths, year.basis.plan.deaths.prefixes
    mine = np.array([code.startswith(prefixes) for code in deaths.cause], dtype=np.bool_)
    group = np.minimum(deaths.age[mine] // WIDTH, GROUPS - 1)
    return premature_ppm(np.bincount(group, minlength=GROUPS).tolist(), deaths.population.sum(axis=0).tolist())


def _ppm(part: int, whole: int) -> int:
    return divide(part * PPM, whole) if whole else 0
