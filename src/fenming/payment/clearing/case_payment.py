"""The county's case payment of a year: one fund, one point value, every hospital's part to the fen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fenming.facts.run_tables import Row, RunTables
from fenming.kernel import Figure, Source
from fenming.mechanisms import Name, derive, given, total
from fenming.payment.clearing.point_rows import SUMS
from fenming.payment.drg import clear_points, point_value_of
from fenming.policy import Policy

POOLS = {"general": ("一般人群", "general", 0), "chronic": ("慢病", "chronic", 1)}
COUNTY = Name("payment.drg", "DRG付费", "case payment")
CHARGED = "payment.drg.charged"


@dataclass(frozen=True, slots=True)
class Cell:
    """One hospital's cases of one consortium's insured in one pool: `points`, the rest in fen.

    `billed` is what all their bills had, `others` what patients and other payers paid for cases with points, `ordinary` the
    bills of stays that the rules leave out, paid as they are; `cleared` = by points + ordinary, `difference` = cleared − billed.
    """

    institution: str
    consortium: str
    pool: str
    points: Figure
    others: Figure
    ordinary: Figure
    billed: Figure
    cleared: Figure
    difference: Figure


@dataclass(frozen=True, slots=True)
class CasePayment:
    """The year's clearing of case payment: the `fund` to be paid (fen), the point value to be shown, and the cells.

    `hospitals` has points, billed, cleared and difference by hospital, `consortia` what is charged to each by pool.
    """

    fund: Figure
    point_value: Figure
    cells: Sequence[Cell]
    hospitals: Mapping[str, Mapping[str, Figure]]
    consortia: Mapping[str, Mapping[str, Figure]]

    def charges(self, consortium: str) -> Mapping[str, Figure]:
        """What the consortium is charged for its insured, by pool."""
        return self.consortia.get(consortium, {})

    def figures(self) -> list[Figure]:
        """Every figure of the clearing."""
        listed = [self.fund, self.point_value]
        listed += [figure for cell in self.cells for figure in (cell.cleared, cell.difference)]
        for given_to in (*self.hospitals.values(), *self.consortia.values()):
            listed += given_to.values()
        return listed


def clear_cases(policy: Policy, fund: Figure, tables: RunTables) -> CasePayment | None:
    """The case payment of the year out of `fund`; None where the pack charges bills as they are, or no case has points.

    Source: `payment.drg.charged` of the county pack; point value = (fund + what others paid) ÷ all points.
    """
    charged = policy.get(CHARGED)
    if charged is None or charged.value != "cleared" or not tables.has("points"):
        return None
    rows = tables.rows(SUMS)
    if not any(row["points_micro"] for row in rows):
        return None
    called = tables.called()
    leaves = [_Leaves.of(row, called) for row in rows]
    budget = total(COUNTY.child("fund", "可分配基金", "fund to be paid"), [fund], (charged,))
    points, others = ({one.key: getattr(one, kind) for one in leaves} for kind in ("points", "others"))
    cleared = clear_points(COUNTY, budget, points, others, policy.get("payment.fund_floor"))
    value = point_value_of(COUNTY, budget, points, others)
    cells = [one.cell(cleared[one.key]) for one in leaves]
    return CasePayment(budget, value, cells, _hospitals(cells, called), _consortia(cells, called))


@dataclass(frozen=True, slots=True)
class _Leaves:
    """What rows say of one cell."""

    base: Name
    institution: str
    consortium: str
    pool: str
    points: Figure
    others: Figure
    ordinary: Figure
    billed: Figure

    @classmethod
    def of(cls, row: Row, called: Mapping[str, str]) -> "_Leaves":
        pool = "chronic" if row["is_chronic"] else "general"
        label, label_en, _place = POOLS[pool]
        hospital, consortium = row["institution_id"], row["consortium_id"]
        base = Name(
            f"{COUNTY.name}.{hospital}.{consortium}.{pool}",
            f"{called.get(hospital, hospital)}·{called.get(consortium, consortium)}{label}",
            f"{hospital} for {consortium}, {label_en}",
        )
        where = {name: row[name] for name in ("institution_id", "consortium_id", "is_chronic")}

        def leaf(column: str, words: tuple[str, str], unit: str = "fen") -> Figure:
            name = base.child(column.removesuffix("_fen").removesuffix("_micro"), *words, unit)
            return given(name, row[column], Source("points", column, where))

        return cls(
            base, hospital, consortium, pool,
            leaf("points_micro", ("点数", "points"), "micro_point"),
            leaf("others_fen", ("患者与其他支付", "paid by patients and others")),
            leaf("ordinary_fen", ("不纳入病组、按结算单支付", "left out of groups, paid as billed")),
            leaf("billed_fen", ("结算单所列统筹支付", "pooled fund on the bills")),
        )  # fmt: skip

    @property
    def key(self) -> str:
        return f"{self.institution}.{self.consortium}.{self.pool}"

    def cell(self, by_points: Figure) -> Cell:
        name = self.base.child("due", "清算应付", "cleared")
        cleared = total(name, [by_points, self.ordinary]) if self.ordinary.value else by_points
        words = ("difference", "清算差额", "cleared less billed")
        difference = derive(self.base.child(*words), "difference", {"whole": cleared, "part": self.billed})
        return Cell(
            self.institution,
            self.consortium,
            self.pool,
            self.points,
            self.others,
            self.ordinary,
            self.billed,
            cleared,
            difference,
        )


def _hospitals(cells: Sequence[Cell], called: Mapping[str, str]) -> dict[str, dict[str, Figure]]:
    """What each hospital's cases came to: points, billed, cleared, difference."""
    words = {
        "points": ("点数", "points", "micro_point"),
        "billed": ("结算单所列统筹支付", "pooled fund on the bills", "fen"),
        "cleared": ("DRG清算应付", "cleared by points", "fen"),
        "difference": ("DRG清算差额", "cleared less billed", "fen"),
    }
    return {
        hospital: {
            kind: total(
                Name(f"payment.hospital.{hospital}", called.get(hospital, hospital), hospital).child(kind, *told),
                [getattr(cell, kind) for cell in listed],
            )
            for kind, told in words.items()
        }
        for hospital, listed in _grouped(cells, "institution").items()
    }


def _consortia(cells: Sequence[Cell], called: Mapping[str, str]) -> dict[str, dict[str, Figure]]:
    """What each consortium is charged for its insured, by pool."""
    return {
        consortium: {
            pool: total(
                Name(f"payment.consortium.{consortium}", called.get(consortium, consortium), consortium).child(
                    f"{pool}_drg", f"{label}DRG清算支出", f"{label_en}, cleared by points"
                ),
                [cell.cleared for cell in listed if cell.pool == pool],
            )
            for pool, (label, label_en, _place) in POOLS.items()
        }
        for consortium, listed in _grouped(cells, "consortium").items()
    }


def _grouped(cells: Iterable[Cell], by: str) -> dict[str, list[Cell]]:
    grouped: dict[str, list[Cell]] = {}
    for cell in cells:
        grouped.setdefault(getattr(cell, by), []).append(cell)
    return grouped
