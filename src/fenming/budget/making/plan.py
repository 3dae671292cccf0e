"""The whole plan of a year: each scheme's total and what becomes of it, the risk fund, and promises held against numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.budget.making.facts import MakingTables
from fenming.budget.making.history import SCHEMES, History, read_history, scheme_word, schemes_of
from fenming.budget.making.known import Known
from fenming.budget.making.need import Need, weigh
from fenming.budget.making.primary import PrimaryPart, lean
from fenming.budget.making.reserve import Reserve, hold_back
from fenming.budget.making.risk_fund import RiskFund, fill
from fenming.budget.making.totals import Totals, make_totals
from fenming.kernel import Book, Figure, Finding, Source, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms import Name, given
from fenming.policy import Policy


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that must hold of the plan, with both numbers: `left` at least `right`."""

    name: str
    statement: str
    left: Figure
    right: Figure

    @property
    def holds(self) -> bool:
        return bool(self.left.value >= self.right.value)


@dataclass(frozen=True, slots=True)
class SchemePlan:
    """One scheme's year: past spend, totals, reserve, primary care's part and need; None where pack or facts are silent."""

    scheme: str
    history: History
    totals: Totals
    reserve: Reserve | None
    primary: PrimaryPart | None
    need: Need | None

    @property
    def package(self) -> Figure:
        """What is given out: the total less the reserve."""
        return self.totals.total if self.reserve is None else self.reserve.distributable


@dataclass(frozen=True, slots=True)
class Plan:
    """The budget of `year`: plans by scheme, the risk fund, promises, and what the user should know."""

    year: int
    schemes: Mapping[str, SchemePlan]
    risk_fund: RiskFund | None
    promises: tuple[Promise, ...]
    findings: tuple[Finding, ...]

    def book(self) -> Book:
        """Every figure of the plan."""
        return Book(figure for part in self._parts() for figure in _figures(part))

    def _parts(self) -> list[object]:
        parts: list[object] = [self.risk_fund]
        for plan in self.schemes.values():
            parts += [plan.totals, plan.reserve, plan.primary, *plan.history.spend.values()]
            if plan.need is not None:
                parts.append(plan.need.cells)
                parts += [party for level in plan.need.parties.values() for party in level.values()]
        return parts


def _figures(part: object) -> list[Figure]:
    if isinstance(part, Figure):
        return [part]
    values = [getattr(part, name) for name in getattr(part, "__slots__", ())]
    return [value for value in values if isinstance(value, Figure)]


def make_plan(policies: tuple[Policy, Policy], tables: MakingTables, known: Known, names: Mapping[str, Name]) -> Plan:
    """The budget by `policies` (of the year's end and of the end of the year before), out of `history` and `need` in `tables`.

    Raises BadInput where the pack or the facts leave open what a total needs; what only a part needs becomes a finding.
    """
    year = policies[0].day.year
    schemes = {
        scheme: _scheme(policies, tables, (scheme, known), names)
        for scheme in schemes_of(tables, known)
        if scheme in policies[0]["budget.making.growth"].value
    }
    risk_fund, missing = fill(policies[0], _heads(tables), known)
    findings = [
        *missing,
        *(finding for plan in schemes.values() for finding in plan.history.findings),
        *_silent(schemes),
    ]
    promises = tuple(promise for plan in schemes.values() for promise in _promises(plan))
    return Plan(year, schemes, risk_fund, promises, tuple(findings))


def _scheme(
    policies: tuple[Policy, Policy], tables: MakingTables, asked: tuple[str, Known], names: Mapping[str, Name]
) -> SchemePlan:
    (scheme, known), policy = asked, policies[0]
    base = Name(f"budget.next.{scheme}", *SCHEMES.get(scheme, (scheme, scheme)))
    history = read_history(tables, scheme, policy.day.year, known)
    totals = make_totals(policies, history, policy.day.year, known)
    reserve = hold_back(policy, base, totals.total, known)
    package = totals.total if reserve is None else reserve.distributable
    primary, need = lean(policy, base, history, totals.increment), weigh(tables, base, package, names)
    return SchemePlan(scheme, history, totals, reserve, primary, need)


def _heads(tables: MakingTables) -> Figure:
    """Residents on the roll: the risk fund is theirs."""
    (row,) = tables.rows("SELECT coalesce(sum(heads), 0)::BIGINT AS heads FROM {need} WHERE scheme = 'resident'")
    name = Name("budget.next.risk_fund.heads", "参保人数", "insured", "person")
    return given(name, row["heads"], Source("need", "heads", {"scheme": "resident"}))


def _older(tables: MakingTables, year: int) -> list[Finding]:
    """Need estimated from an older year than the last."""
    bases = [row["year"] for row in tables.rows("SELECT DISTINCT year FROM {need}") if row["year"] != year - 1]
    return [
        Finding(
            "budget.older_need",
            _("need is estimated from the bills of {year}").format(year=base),
            why=_("no later bills are on file"),
            remedy=_("import the bills of the last year"),
        )
        for base in bases
    ]


def _promises(plan: SchemePlan) -> list[Promise]:
    """What the rules promise, shown with both numbers."""
    totals, promised = plan.totals, []
    if totals.by_earned is not None and totals.keeps_surplus:
        words = _("an earned surplus does not shrink the next total: the total ≥ what it is with the surplus left in")
        promised.append(Promise(f"budget.{plan.scheme}.surplus_kept", words, totals.total, totals.by_earned))
    if totals.fund_growth is not None:
        words = _("totals grow no faster than the fund: the fund's growth ≥ the growth used")
        promised.append(Promise(f"budget.{plan.scheme}.growth", words, totals.fund_growth, totals.growth))
    if plan.primary is not None:
        words = _("primary care's share does not fall: next year's share ≥ last year's")
        promised.append(
            Promise(f"budget.{plan.scheme}.primary", words, plan.primary.share_after, plan.primary.share_before)
        )
    return promised


def _silent(schemes: Mapping[str, SchemePlan]) -> list[Finding]:
    """Parts that are not shown because nothing is known of them."""
    found = []
    for scheme, plan in schemes.items():
        if plan.totals.by_earned is not None and not plan.totals.keeps_surplus:
            found.append(
                Finding(
                    "budget.surplus_not_kept",
                    _(
                        "the total of {scheme} follows what was spent, {spent}; with the surplus left in it is {earned}"
                    ).format(
                        scheme=scheme_word(scheme),
                        spent=format_yuan(plan.totals.by_spend.value),
                        earned=format_yuan(plan.totals.by_earned.value),
                    ),
                    where="budget.making.surplus_effect",
                    why=_("no rule of that year says that an earned surplus is left in"),
                    remedy=_("the national opinion of 2026 says so for the years from then on"),
                )
            )
        if plan.totals.surplus is None and scheme == "resident":
            found.append(
                Finding(
                    "budget.no_surplus",
                    _("whether a surplus of {scheme} shrinks the next total is not shown").format(
                        scheme=scheme_word(scheme)
                    ),
                    why=_("no surplus of last year is known"),
                    remedy=_("name the year's run: --run latest, or give it: --surplus 581万元"),
                )
            )
        if plan.need is None:
            found.append(
                Finding(
                    "budget.no_need",
                    _("need of {scheme} is not estimated").format(scheme=scheme_word(scheme)),
                    why=_("no bills of an earlier year are on file for people on the roll"),
                    remedy=_("import the bills of the last year"),
                )
            )
        for part, name in (
            (plan.reserve, "budget.making.reserve_rate"),
            (plan.primary, "budget.making.primary_increment_share"),
        ):
            if part is None:
                found.append(
                    Finding(
                        "budget.not_written",
                        _("{name} is not known, so this part of the budget of {scheme} is left out").format(
                            name=name, scheme=scheme_word(scheme)
                        ),
                        where=name,
                        why=_("the national rule leaves it to the county, or last year's bills are not on file"),
                        remedy=_("write the value into the county's pack, with its clause"),
                    )
                )
    return found
