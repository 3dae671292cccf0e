"""A statement's lines summed by kind, and its printed sums held against its items."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fenming.kernel import BadInput, Figure, Finding, Source, divide, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive, given, total
from fenming.payment.fund.line import Line

WORDS = {
    "income": ("收入", "income"),
    "spend": ("支出", "spend"),
    "balance": ("累计结余", "cumulative balance"),
    "forecast_income": ("预测收入", "income forecast"),
    "forecast_spend": ("预测支出", "spend forecast"),
}
WAN = "万元"
MICRO = 1_000_000
MONTH_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Ledger:
    """One scheme of one region in one period: `sums` by kind (fen), what was printed about itself, and what differs.

    `months` counts whole months of the period; where it has none, it is zero.
    """

    scheme: str
    region: str
    period_from: date
    period_to: date
    sums: Mapping[str, Figure]
    printed: Mapping[str, Line]
    findings: tuple[Finding, ...]

    @property
    def name(self) -> Name:
        """What figures of this ledger are called."""
        return _name(self.region, self.scheme, self.period_from, self.period_to)

    @property
    def months(self) -> int:
        return whole_months(self.period_from, self.period_to)

    @property
    def decimals(self) -> int:
        """Decimals of payable months: as printed, else two."""
        return self.printed["months"].decimals if "months" in self.printed else MONTH_DECIMALS

    @property
    def current(self) -> Figure | None:
        """Income less spend of the period."""
        if not {"income", "spend"} <= self.sums.keys():
            return None
        name = self.name.child("current", "当期结余", "current balance")
        return derive(name, "difference", {"whole": self.sums["income"], "part": self.sums["spend"]})


def whole_months(first: date, last: date) -> int:
    """Months from `first` to `last`, both counted in; zero where they are no whole months."""
    after = last + timedelta(days=1)
    count = (after.year - first.year) * 12 + after.month - first.month
    return count if first.day == after.day == 1 and count > 0 else 0


def ledgers(lines: Iterable[Line]) -> tuple[Ledger, ...]:
    """One ledger for each scheme, region and period, in their order. Raises BadInput where one item is given twice otherwise."""
    grouped: dict[tuple[str, str, date, date], list[Line]] = defaultdict(list)
    for line in lines:
        grouped[line.region, line.scheme, line.period_from, line.period_to].append(line)
    return tuple(_ledger(_once(grouped[key])) for key in sorted(grouped))


def _once(lines: list[Line]) -> list[Line]:
    """The lines without repetitions, as when a file is read twice; the same item with another amount is refused."""
    held: dict[tuple[str, str, bool], Line] = {}
    for line in lines:
        known = held.setdefault((line.kind, line.item, line.is_printed_total), line)
        if known.amount_fen != line.amount_fen:
            raise BadInput(
                "statement.twice",
                what=_("'{item}' is given twice with different amounts").format(item=line.item or line.kind),
                where=line.where,
                why=_("it is also in {where}").format(where=known.where),
                remedy=_("keep the right one, or name the items apart"),
            )
    return list(held.values())


def _ledger(lines: list[Line]) -> Ledger:
    one = lines[0]
    printed = {line.kind: line for line in lines if line.is_printed_total}
    items = {kind: [line for line in lines if line.kind == kind and not line.is_printed_total] for kind in WORDS}
    name = _name(one.region, one.scheme, one.period_from, one.period_to)
    sums = {
        kind: _sum(name.child(kind, *WORDS[kind]), items[kind], printed.get(kind))
        for kind in WORDS
        if items[kind] or kind in printed
    }
    ledger = Ledger(one.scheme, one.region, one.period_from, one.period_to, sums, printed, ())
    found = (*_differing_totals(ledger, items), *_differing_current(ledger))
    return Ledger(one.scheme, one.region, one.period_from, one.period_to, sums, printed, found)


def _sum(name: Name, items: list[Line], printed: Line | None) -> Figure:
    """What the statement prints as a sum; where it prints none, its items together."""
    if printed is not None:
        return given(name, printed.amount_fen, _source(printed))
    parts = [
        given(name.child(str(place), line.item, line.item), line.amount_fen, _source(line))
        for place, line in enumerate(items, 1)
    ]
    return total(name, parts)


def _source(line: Line) -> Source:
    where: dict[str, str | int] = {
        "scheme": line.scheme,
        "region": line.region,
        "period_from": line.period_from.isoformat(),
        "period_to": line.period_to.isoformat(),
        "kind": line.kind,
        "item": line.item,
    }
    return Source("fund_statement", "amount_fen", where)


def _differing_totals(ledger: Ledger, items: Mapping[str, list[Line]]) -> Iterator[Finding]:
    """A printed sum that its items do not give, and which of the two the printed current balance agrees with."""
    for kind, lines in items.items():
        printed = ledger.printed.get(kind)
        summed = sum(line.amount_fen for line in lines)
        if printed is None or not lines or printed.amount_fen == summed:
            continue
        short = printed.amount_fen - summed
        said = (
            _("{kind}: printed {printed} 万元, its items sum to {summed} 万元, {difference} 万元 short")
            if short > 0
            else _("{kind}: printed {printed} 万元, its items sum to {summed} 万元, {difference} 万元 over")
        )
        amounts = {"printed": printed.amount_fen, "summed": summed, "difference": abs(short)}
        yield Finding(
            "statement.total_differs",
            what=said.format(kind=kind_word(kind), **{name: format_yuan(fen, WAN) for name, fen in amounts.items()}),
            where=printed.where,
            why=_who_agrees(ledger, kind, summed),
            remedy=_("ask who issued the statement; until then the printed sum counts"),
            rows=len(lines),
            fen=short,
        )


def _who_agrees(ledger: Ledger, kind: str, summed: int) -> str:
    """What the printed current balance says about a sum that differs."""
    current, income, spend = ledger.printed.get("current"), ledger.sums.get("income"), ledger.sums.get("spend")
    if current is None or income is None or spend is None or kind not in ("income", "spend"):
        return _("nothing else in the statement tells which of the two is misprinted")
    with_items = summed - spend.value if kind == "income" else income.value - summed
    if income.value - spend.value == current.amount_fen:
        return _("the printed current balance agrees with the printed sum, so an item is misprinted")
    if with_items == current.amount_fen:
        return _("the printed current balance agrees with the items, so the sum is misprinted")
    return _("the printed current balance agrees with neither")


def _differing_current(ledger: Ledger) -> Iterator[Finding]:
    printed, current = ledger.printed.get("current"), ledger.current
    if printed is not None and current is not None and printed.amount_fen != current.value:
        yield Finding(
            "statement.current_differs",
            what=_("the printed current balance is {printed} 万元, income less spend is {current} 万元").format(
                printed=format_yuan(printed.amount_fen, WAN), current=format_yuan(current.value, WAN)
            ),
            where=printed.where,
            remedy=_("ask who issued the statement; until then income less spend counts"),
            fen=printed.amount_fen - current.value,
        )


def differing_months(ledger: Ledger, balance_fen: int, spend_fen: int) -> Iterator[Finding]:
    """Printed payable months that balance and spend do not give at the decimals that were printed."""
    printed = ledger.printed.get("months")
    if printed is None or spend_fen <= 0 or not ledger.months:
        return
    scale = 10**printed.decimals
    ours = divide(balance_fen * ledger.months * scale, spend_fen)
    if ours * MICRO != printed.amount_fen * scale:
        yield Finding(
            "statement.months_differ",
            what=_("printed payable months are {printed}, balance and spend give {ours}").format(
                printed=decimal_text(printed.amount_fen, MICRO, printed.decimals),
                ours=decimal_text(ours, scale, printed.decimals),
            ),
            where=printed.where,
            remedy=_("ask who issued the statement; until then ours counts"),
        )


def decimal_text(numerator: int, denominator: int, decimals: int) -> str:
    """A quotient with so many decimals, rounded once: (153263.09 × 3, 13243.05, 2) → `34.72`."""
    scaled = divide(numerator * 10**decimals, denominator)
    whole, part = divmod(abs(scaled), 10**decimals)
    return f"{'−' if scaled < 0 else ''}{whole}" + (f".{part:0{decimals}d}" if decimals else "")


def kind_word(kind: str) -> str:
    """A kind of row in words."""
    return {
        "income": _("income"),
        "spend": _("spend"),
        "balance": _("cumulative balance"),
        "forecast_income": _("income forecast"),
        "forecast_spend": _("spend forecast"),
    }[kind]


def _name(region: str, scheme: str, first: date, last: date) -> Name:
    words = {"employee": ("职工医保", "employees' scheme"), "resident": ("居民医保", "residents' scheme")}
    label, label_en = words.get(scheme, (scheme, scheme))
    return Name(f"fund.{region}.{scheme}.{first}_{last}", f"{region}·{label}", f"{region}: {label_en}")
