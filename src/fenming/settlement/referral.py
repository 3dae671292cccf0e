"""Money between county and township for referrals: primary institutions earn by those they take in and by those they send up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fenming.facts.run_tables import Row, RunTables
from fenming.kernel import Figure, Finding, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive, given, total
from fenming.policy import Policy
from fenming.settlement.distribution import Share

TABLE, RATE, PER_CASE = "referral_sum", "referral.share_to_primary", "referral.incentive_per_case"
UP_TABLE, UP_RATE, UP_PER_CASE = "referral_up_sum", "referral.up_share", "referral.up_incentive_per_case"
PAIR = ("from_institution_id", "to_institution_id")
LEVELS = {"lead_hospital": "county", "township_hospital": "town"}
FEES = {"before": "fee_before_fen", "after": "fee_after_fen"}
FEE_WORDS = {
    "before": ("转出前住院费用", "fees of the stays before"),
    "after": ("承接后费用", "fees of the care that followed"),
}


@dataclass(frozen=True, slots=True)
class ReferralMoney:
    """What is due for referrals: by consortium, by primary institution, one figure for each lead hospital and direction.

    `leads` are the same figures by consortium and lead hospital, `levels` says in which capacity an institution is paid. `payer` says who bears it (`lead_hospital`, `common_surplus`); None where the pack has no scheme, then nothing is due.
    """

    payer: Figure | None = None
    due: Mapping[str, Mapping[str, list[Figure]]] = field(default_factory=dict)
    leads: Mapping[tuple[str, str], list[Figure]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_by_lead(self) -> bool:
        return self.payer is not None and self.payer.value == "lead_hospital"

    def of_surplus(self, consortium: str) -> dict[str, Share]:
        """What the common surplus of one consortium owes each receiving institution; empty where the lead hospital pays."""
        if self.payer is None or self.is_by_lead:
            return {}
        return {
            receiver: Share(
                receiver,
                total(_due_name(consortium, receiver), figures, (self.payer,)),
                "referral",
                self.levels.get(receiver, "village"),
                consortium,
            )
            for receiver, figures in sorted(self.due.get(consortium, {}).items())
        }


@dataclass(frozen=True, slots=True)
class _Way:
    """One direction: its table, the columns of lead hospital and primary institution, its parameters and words."""

    table: str
    lead: str
    primary: str
    rate: str
    per_case: str
    is_up: bool = False

    def base(self, lead: str, primary: str, called: Mapping[str, str]) -> Name:
        """What the money of one lead hospital and one primary institution is called."""
        names = {one: called.get(one, one) for one in (lead, primary)}
        if self.is_up:
            label, label_en = f"{names[primary]}上转{names[lead]}", f"{primary} up to {lead}"
            return Name(f"settlement.referral.{lead}.{primary}.up", label, label_en)
        label, label_en = f"{names[lead]}下转{names[primary]}", f"{lead} down to {primary}"
        return Name(f"settlement.referral.{lead}.{primary}", label, label_en)


DOWN = _Way(TABLE, *PAIR, RATE, PER_CASE)
UP = _Way(UP_TABLE, PAIR[1], PAIR[0], UP_RATE, UP_PER_CASE, is_up=True)


def read_referral_money(policy: Policy, tables: RunTables) -> ReferralMoney:
    """What the pack's schemes make of the referrals of the run, down and up; nothing, and a finding, where it has none."""
    due: dict[str, dict[str, list[Figure]]] = {}
    leads: dict[tuple[str, str], list[Figure]] = {}
    findings: list[Finding] = []
    called = tables.called()
    for way in (DOWN, UP):
        rows = tables.rows(f"SELECT * FROM {{{way.table}}}") if tables.has(way.table) else []
        scheme = _Scheme(policy, way, policy.get(way.rate), policy.get(way.per_case))
        findings += _scheme_findings(scheme, rows)
        for row in rows if scheme.is_there else []:
            consortium, lead, primary = row["consortium_id"], row[way.lead], row[way.primary]
            figure = _due(scheme, way.base(lead, primary, called), row)
            due.setdefault(consortium, {}).setdefault(primary, []).append(figure)
            leads.setdefault((consortium, lead), []).append(figure)
    if not due:
        return ReferralMoney(findings=findings)
    levels = {one: LEVELS.get(str(row["kind"]), "village") for one, row in tables.institutions.items()}
    return ReferralMoney(policy["referral.payer"], due, leads, levels, findings)


@dataclass(frozen=True, slots=True)
class _Scheme:
    policy: Policy
    way: _Way
    rate: Figure | None
    per_case: Figure | None

    @property
    def is_there(self) -> bool:
        return self.rate is not None or self.per_case is not None


def _due(scheme: _Scheme, base: Name, row: Row) -> Figure:
    where = {column: row[column] for column in PAIR}
    rate = scheme.rate
    parts = [] if rate is None else [_share(scheme, base, row, rate)]
    if scheme.per_case is not None:
        words = ("上转人次" if scheme.way.is_up else "下转人次", "cases")
        cases = given(base.child("cases", *words, "count"), row["cases"], Source(scheme.way.table, "cases", where))
        incentive = base.child("incentive", "按例奖励", "incentive by case")
        parts.append(derive(incentive, "times", {"count": cases, "amount": scheme.per_case}))
    return total(base.child("due", "转诊应付", "due for referrals"), parts)


def _share(scheme: _Scheme, base: Name, row: Row, rate: Figure) -> Figure:
    """The part of the fees: of the stay that followed an up-referral, of the fee that the pack shares for a down-referral."""
    where = {column: row[column] for column in PAIR}
    words = base.child("shared", "费用分成", "share of the fees")
    if scheme.way.is_up:
        name = base.child("fee", "上转后住院费用", "fees of the stays that followed")
        fee = given(name, row["fee_fen"], Source(scheme.way.table, "fee_fen", where))
        return derive(words, "share", {"whole": fee, "rate": rate})
    basis = scheme.policy["referral.fee_shared"]
    name, column = base.child("fee", *FEE_WORDS[basis.value]), FEES[basis.value]
    fee = given(name, row[column], Source(scheme.way.table, column, where))
    return derive(words, "share", {"whole": fee, "rate": rate}, (basis,))


def _due_name(consortium: str, receiver: str) -> Name:
    base = Name(f"settlement.consortium.{consortium}.referral.{receiver}", receiver, receiver)
    return base.child("due", "转诊应付", "due for referrals")


def lead_shares(money: ReferralMoney) -> list[Share]:
    """Balanced shares where lead hospitals pay: what each gives up, below zero, and what each primary institution gets of it."""
    if not money.is_by_lead:
        return []
    shares = [
        Share(lead, _given_up(lead, figures), "referral", "county", consortium)
        for (consortium, lead), figures in sorted(money.leads.items())
    ]
    return shares + [
        Share(receiver, figure, "referral", money.levels.get(receiver, "village"), consortium)
        for consortium, receivers in sorted(money.due.items())
        for receiver, figures in sorted(receivers.items())
        for figure in figures
    ]


def _given_up(lead: str, figures: list[Figure]) -> Figure:
    """What a lead hospital gives up for its referrals, as a negative amount."""
    base = Name(f"settlement.referral.{lead}", lead, lead)
    whole = total(base.child("given", "转诊分给基层", "given to primary care for referrals"), figures)
    return derive(base.child("gives_up", "牵头医院让出", "the lead hospital gives up"), "negative", {"amount": whole})


def _scheme_findings(scheme: _Scheme, rows: list[Row]) -> list[Finding]:
    if not rows:
        return []
    if scheme.is_there:
        return [] if scheme.way.is_up else _without_stay(scheme.policy, rows)
    return [_no_scheme(scheme.way, sum(row["cases"] for row in rows))]


def _no_scheme(way: _Way, cases: int) -> Finding:
    if way.is_up:
        what = _("{count} up-referrals move no money").format(count=cases)
        why = _("no document of this place says what the referring institutions are paid for them")
    else:
        what = _("{count} down-referrals move no money").format(count=cases)
        why = _("no document of this place says what the receiving institutions are paid for them")
    return Finding(
        "referral.no_up_scheme" if way.is_up else "referral.no_scheme",
        what=what,
        where=f"{way.rate}, {way.per_case}",
        why=why,
        remedy=_("write a rate or an amount by case, with its clause, if the county has such a rule"),
        rows=cases,
    )


def _without_stay(policy: Policy, rows: list[Row]) -> list[Finding]:
    missing = sum(row["without_stay"] for row in rows)
    if not missing or RATE not in policy or policy["referral.fee_shared"].value != "before":
        return []
    return [
        Finding(
            "referral.without_stay",
            what=_("{count} down-referrals have no stay before them at the sending hospital").format(count=missing),
            where=_("table referral"),
            why=_("of nothing there is no share; only the amount by case is due for them"),
            remedy=_("check who sent them, or import the bills of the stay"),
            rows=missing,
        )
    ]
