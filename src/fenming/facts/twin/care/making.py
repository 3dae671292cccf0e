"""The other systems' year in memory: who died, who is managed and followed up, what was served and referred."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.care_traps import doubtful, trap_services
from fenming.facts.twin.care.deaths import Deaths, InHospital, draw_deaths
from fenming.facts.twin.care.follow_ups import (
    FollowUps,
    Measurements,
    follow_up,
    follow_up_listed,
    measure,
    swap_pressures,
)
from fenming.facts.twin.care.managed import Managed, listed_only, manage
from fenming.facts.twin.care.points import with_due_points
from fenming.facts.twin.care.referrals import Referrals, draw_referrals
from fenming.facts.twin.care.registers import Contracts, Files, contracts, health_files
from fenming.facts.twin.care.services import Logging, Services, join_services, log_services, logging, set_times
from fenming.facts.twin.draw import Ints


@dataclass(slots=True)
class CareYear:
    """Everything that goes into files beside bills and lists; `further` are follow-ups of listed conditions, `traps` counts
    deliberate errors by kind.
    """

    basis: Basis
    deaths: Deaths
    managed: list[Managed]
    listed: list[tuple[str, Ints, Ints]]
    follow_ups: list[FollowUps]
    further: list[FollowUps]
    measurements: Measurements
    log: Logging
    services: Services
    referrals: Referrals
    files: Files
    contracts: Contracts
    traps: dict[str, int]


def make_care(basis: Basis, told: InHospital, tell: Callable[[int], None]) -> CareYear:
    """All of it, deaths first, so that nobody is served after."""
    deaths = draw_deaths(basis, told)
    plans = basis.plan.conditions
    managed = [manage(basis, name, plan) for name, plan in plans.items()]
    listed = listed_only(basis)
    followed = [follow_up(basis, one, plans[one.condition]) for one in managed]  # type: ignore[index]
    further = [follow_up_listed(basis, *one) for one in listed]
    tell(1)
    swapped = swap_pressures(basis, managed[0], followed[0])
    measurements = measure(basis, managed[0], plans["hypertension"])
    log = logging(basis)
    services, traps = _services(log, followed)
    tell(2)
    everybody = np.concatenate([one.person for one in managed] + [person for _name, person, _since in listed])
    return CareYear(
        basis, deaths, managed, listed, followed, further, measurements, log, services, draw_referrals(basis),
        health_files(basis), contracts(basis, everybody), traps | {"swapped_pressure": swapped},
    )  # fmt: skip


def _services(log: Logging, followed: list[FollowUps]) -> tuple[Services, dict[str, int]]:
    """The log by time, every unit with its due points, deliberate errors among the rest."""
    services = log_services(log, followed)
    doubtful(log, services)
    services = with_due_points(log, services)
    set_times(log, services)
    odd, traps = trap_services(log, services)
    services = join_services([services, odd])
    moment = services.day.astype(np.int64) * 1440 + services.minute
    return services.take(np.lexsort((services.person, services.doctor, moment))), traps
