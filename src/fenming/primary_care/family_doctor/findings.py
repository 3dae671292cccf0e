"""What is wrong with contracts, in words: two teams at once, expired, dead, not insured, and the rest."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import parquet
from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.primary_care.family_doctor.contracts import scans

COUNTS = "SELECT state, count(*)::BIGINT FROM {state} GROUP BY state"
NOT_INSURED = "SELECT count(*)::BIGINT FROM {state} WHERE state = 'counted' AND NOT is_insured"
FLAGS = """
SELECT count(*) FILTER (WHERE p.is_contracted AND c.person_id IS NULL)::BIGINT,
       count(*) FILTER (WHERE NOT p.is_contracted AND c.person_id IS NOT NULL)::BIGINT
FROM {person} p LEFT JOIN (SELECT DISTINCT person_id FROM {state} WHERE state IN ('counted', 'personal')) c USING (person_id)
WHERE p.is_contracted IS NOT NULL
"""


def states_of(folder: Path) -> dict[str, int]:
    """Contracts by state."""
    return dict(_rows(COUNTS, {"state": parquet(folder / "contract_state.parquet")}))


def contract_findings(tables: Mapping[str, Path], folder: Path) -> list[Finding]:
    """Findings on the contracts that `write_contracts` judged, with the number of contracts each touches."""
    named = scans(tables) | {"state": parquet(folder / "contract_state.parquet")}
    states = states_of(folder)
    found = [_of_state(state, *words, states[state]) for state, words in _words().items() if states.get(state)]
    ((not_insured,),) = _rows(NOT_INSURED, named)
    if not_insured:
        found.append(_not_insured(not_insured))
    return [*found, *_flags(named)]


def _rows(query: str, named: Mapping[str, str]) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query.format(**named)).fetchall()


def _words() -> dict[str, tuple[str, str]]:
    """By state: why contracts in it are not counted, and what to do."""
    once = _("a person counts once a year; family_doctor.double_contract says with which contract")
    end = _("ask both teams which one the person chose, and end the other contract")
    return {
        "two_teams": (once, end),
        "moved": (once, _("nothing, if the person moved; the fee goes to one team")),
        "overlapping": (once, _("end the older contract on the day before the newer one begins")),
        "expired": (_("they ended before the year began"), _("renew them, or leave them out of the register")),
        "dead": (
            _("the person had died before the contract, or before the year"),
            _("end the contracts with the day of death; find out who signed"),
        ),
        "backwards": (_("the last day lies before the first"), _("correct the days and import the file again")),
        "unknown_unit": (
            _("no health unit has that code"),
            _("correct the code, or import the units and what was merged into what"),
        ),
        "unknown_package": (
            _("the pack has no fee for such a package"),
            _("correct the package, or write family_doctor/fee_split/PACKAGE.yaml after the county's document"),
        ),
    }


def _of_state(state: str, why: str, remedy: str, rows: int) -> Finding:
    titles = {
        "two_teams": _("{count} contracts of persons who have two teams at once"),
        "moved": _("{count} contracts with a team the person has left"),
        "overlapping": _("{count} contracts that lie within another one with the same team"),
        "expired": _("{count} contracts have expired"),
        "dead": _("{count} contracts of persons who have died"),
        "backwards": _("{count} contracts end before they begin"),
        "unknown_unit": _("{count} contracts with unknown teams"),
        "unknown_package": _("{count} contracts for unknown packages"),
    }
    return Finding(
        f"contract.{state}",
        what=titles[state].format(count=rows),
        where=_("table contract"),
        why=_("not counted: {reason}").format(reason=why),
        remedy=remedy,
        rows=rows,
    )


def _not_insured(rows: int) -> Finding:
    return Finding(
        "contract.not_insured",
        what=_("{count} contracts of persons who are not insured").format(count=rows),
        where=_("table contract"),
        why=_("they are counted for all payers but the insurance fund, which pays for the insured only"),
        remedy=_("check the person numbers against the register of the insured"),
        rows=rows,
    )


def _flags(named: Mapping[str, str]) -> Iterator[Finding]:
    ((without, unmarked),) = _rows(FLAGS, named)
    if without or unmarked:
        yield Finding(
            "contract.flag_differs",
            what=_("the register of the insured and the contracts disagree on {count} persons").format(
                count=int(without) + int(unmarked)
            ),
            where=_("table person, column is_contracted"),
            why=_(
                "{without} are marked as contracted and have no contract that counts, {unmarked} the other way"
            ).format(without=without, unmarked=unmarked),
            remedy=_("supplements for the contracted follow the register; bring the two together"),
            rows=int(without) + int(unmarked),
        )
