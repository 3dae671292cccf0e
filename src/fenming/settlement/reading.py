"""From the tables of a run to the figures the settlement starts from, each with the rows behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fenming.budget import Roll
from fenming.facts.run_tables import Row, RunTables
from fenming.kernel import BadInput, Figure, Finding, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, given, total
from fenming.payment.clearing import CasePayment
from fenming.settlement.county_year import ConsortiumYear, CountyYear, PoolYear, UnitYear

METHODS_BASE = Name("payment.method", "支付方式", "payment method")
METHODS = {
    "1": ("按项目", "by item"),
    "4": ("DRG", "DRG"),
    "5": ("按床日", "by bed-day"),
    "6": ("按人头", "by head"),
}
NO_METHOD = ("未写明支付方式", "no method stated")
CELLS = {
    "general_drg": ("一般·DRG付费", "general, paid by DRG", 0, 1),
    "general_other": ("一般·其他付费", "general, paid otherwise", 0, 0),
    "chronic_drg": ("慢病·DRG付费", "chronic, paid by DRG", 1, 1),
    "chronic_other": ("慢病·其他付费", "chronic, paid otherwise", 1, 0),
}


def read_roll(tables: RunTables) -> Roll:
    """Heads by consortium, from the run's roll."""
    names = tables.consortia()

    def heads(column: str, words: tuple[str, str]) -> dict[str, Figure]:
        return {
            one: given(
                Name(
                    f"facts.consortium.{one}.{column}",
                    f"{name.label}·{words[0]}",
                    f"{name.label_en}: {words[1]}",
                    "person",
                ),
                sum(row[column] for row in tables.units if row["consortium_id"] == one),
                Source("roll", column, {"consortium_id": one}),
            )
            for one, name in names.items()
        }

    return Roll(
        names,
        heads("heads", ("参保人数", "insured")),
        heads("chronic_heads", ("慢病登记人数", "registered chronic persons")),
        heads("contracted_chronic_heads", ("签约慢病人数", "contracted chronic persons")),
    )


def read_county_year(tables: RunTables, year: int, payment: CasePayment | None = None) -> CountyYear:
    """The county's year from the run's tables; what is paid by DRG as `payment` cleared it, or as the bills have it.

    Raises BadInput when a unit has no row for what must be known of it.
    """
    names = tables.consortia()
    consortia = {one: _consortium(tables, one, name, payment) for one, name in names.items()}
    return CountyYear(consortia, _units(tables, year), _methods(tables), _billed(tables), tuple(_merged(tables, year)))


def former_units(tables: RunTables) -> dict[str, list[str]]:
    """The units that were merged into each unit by the year's end, by the unit that is left."""
    former: dict[str, list[str]] = {}
    if tables.has("unit_merger"):
        for row in tables.rows("SELECT * FROM {unit_merger} ORDER BY unit_id"):
            former.setdefault(row["into_unit_id"], []).append(row["unit_id"])
    return former


def _merged(tables: RunTables, year: int) -> Iterator[Finding]:
    """A finding for each unit that others were merged into and whose year before is theirs as well."""
    had = tables.by_unit(f"SELECT * FROM {{unit_history}} WHERE year = {year - 1}")
    for unit_id, former in former_units(tables).items():
        if any(one in had for one in former):
            yield Finding(
                "settlement.unit_merged",
                what=_("unit {unit} is compared with what it and {former} had together").format(
                    unit=unit_id, former=_(", ").join(former)
                ),
                where=_("table unit_merger"),
                why=_("{former} was merged into it, so its people and spend of this year are theirs as well").format(
                    former=_(", ").join(former)
                ),
                remedy=_("nothing is to be done if the merger is right; else correct the table and import it again"),
            )


def _methods(tables: RunTables) -> dict[str, Figure]:
    rows = tables.rows(
        "SELECT payment_method, sum(pool_fen)::BIGINT AS pool_fen FROM {spend} GROUP BY ALL ORDER BY ALL"
    )
    return {
        row["payment_method"]: given(
            METHODS_BASE.child(f"{row['payment_method'] or 'none'}.billed", *_method_words(row["payment_method"])),
            row["pool_fen"],
            Source("spend", "pool_fen", {"payment_method": row["payment_method"]}),
        )
        for row in rows
    }


def _method_words(code: str) -> tuple[str, str]:
    label, label_en = METHODS.get(code, (f"支付方式{code}", f"payment method {code}") if code else NO_METHOD)
    return f"{label}·结算单所列", f"{label_en}, as billed"


def _billed(tables: RunTables) -> Figure:
    name = Name("payment.bills", "全部结算单统筹支付", "pooled fund of all bills")
    (row,) = tables.rows("SELECT coalesce(sum(pool_fen), 0)::BIGINT AS pool_fen FROM {spend_total}")
    return given(name, row["pool_fen"], Source("spend_total", "pool_fen"))


def _consortium(tables: RunTables, consortium: str, name: Name, payment: CasePayment | None) -> ConsortiumYear:
    base = Name(f"facts.consortium.{consortium}", name.label, name.label_en)
    sums = {
        (row["is_chronic"], row["is_drg"]): row["pool_fen"]
        for row in tables.rows(
            "SELECT is_chronic, is_drg, sum(pool_fen)::BIGINT AS pool_fen FROM {spend} "
            "WHERE consortium_id = ? GROUP BY ALL",
            consortium,
        )
    }
    cells = {
        cell: given(
            base.child(cell, label, label_en),
            sums.get((chronic, drg), 0),
            Source("spend", "pool_fen", {"consortium_id": consortium, "is_chronic": chronic, "is_drg": drg}),
        )
        for cell, (label, label_en, chronic, drg) in CELLS.items()
    }
    billed = total(base.child("billed", "结算单所列基金支出", "fund spend as billed"), cells.values())
    if payment is not None:
        cells |= {f"{pool}_drg": charge for pool, charge in payment.charges(consortium).items()}
    return ConsortiumYear(
        name, tables.lead_hospital(consortium), billed=billed, chronic_score=_score(tables, consortium, base), **cells
    )


def _score(tables: RunTables, consortium: str, base: Name) -> Figure | None:
    where = {"consortium_id": consortium, "scheme_id": "chronic"}
    found = tables.rows(
        "SELECT score_ppm FROM {assessment_score} WHERE consortium_id = ? AND scheme_id = 'chronic'", consortium
    )
    if not found:
        return None
    name = base.child("chronic_score", "慢病考核得分率", "chronic assessment score", "ppm")
    return given(name, found[0]["score_ppm"], Source("assessment_score", "score_ppm", where))


def _units(tables: RunTables, year: int) -> dict[str, UnitYear]:
    spend = tables.by_unit(
        "SELECT unit_id, (sum(pool_fen) FILTER (WHERE is_chronic = 0))::BIGINT AS general, "
        "(sum(pool_fen) FILTER (WHERE is_chronic = 1))::BIGINT AS chronic, sum(total_fen)::BIGINT AS total_fen "
        "FROM {spend} GROUP BY unit_id"
    )
    before = tables.by_unit(f"SELECT * FROM {{unit_history}} WHERE year = {year - 1}")
    former = former_units(tables)
    scores = tables.by_unit(
        "SELECT unit_id, map_from_entries(list(('q' || quarter, score_ppm) ORDER BY quarter)) AS parts FROM {process_score} GROUP BY unit_id"
    )
    met = tables.by_unit(
        "SELECT unit_id, map_from_entries(list((item_id, is_met::INTEGER) ORDER BY item_id)) AS parts FROM {target_result} GROUP BY unit_id"
    )
    listed = [
        _UnitRows(
            row,
            spend.get(row["unit_id"], {}),
            {one: before.get(one, {}) for one in (row["unit_id"], *former.get(row["unit_id"], ()))},
            year,
        )
        for row in tables.units
    ]
    return {rows.unit_id: _unit(rows, scores, met) for rows in listed}


@dataclass(frozen=True, slots=True)
class _UnitRows:
    """One unit's rows: of the roll, of this year's spend, of the year before — by unit, where others were merged into it."""

    row: Row
    spend: Row
    before: Mapping[str, Row]
    year: int

    @property
    def unit_id(self) -> str:
        return str(self.row["unit_id"])

    @property
    def base(self) -> Name:
        return Name(f"facts.unit.{self.unit_id}", self.row["name"], f"unit {self.unit_id}")

    def on_roll(self, column: str, label: str, label_en: str) -> Figure:
        source = Source("roll", column, {"unit_id": self.unit_id})
        return given(self.base.child(column, label, label_en, "person"), self.row[column], source)

    def last(self, column: str, label: str, label_en: str, unit: str) -> Figure:
        """Of the year before; what a unit had that was merged into this one is added to what this one had."""
        name = self.base.child(f"{column}_before", label, label_en, unit)
        if len(self.before) == 1:
            return self._had(name, self.unit_id, column)
        parts = [
            self._had(name.child(f"of.{one}", f"单元{one}", f"unit {one}", unit), one, column) for one in self.before
        ]
        return total(name, parts)

    def _had(self, name: Name, unit_id: str, column: str) -> Figure:
        source = Source("unit_history", column, {"unit_id": unit_id, "year": self.year - 1})
        return given(name, self.before[unit_id].get(column) or 0, source)

    def spent(self, pool: str, label: str, label_en: str, chronic: int) -> Figure:
        source = Source("spend", "pool_fen", {"unit_id": self.unit_id, "is_chronic": chronic})
        return given(self.base.child(f"{pool}_spend", label, label_en), self.spend.get(pool) or 0, source)

    def general(self) -> PoolYear:
        return PoolYear(
            self.on_roll("heads", "参保人数", "insured"),
            self.spent("general", "一般人群基金支出", "general fund spend", 0),
            self.last("heads", "上年参保人数", "insured the year before", "person"),
            self.last("general_fen", "上年一般人群基金支出", "general fund spend the year before", "fen"),
        )

    def chronic(self) -> PoolYear:
        return PoolYear(
            self.on_roll("chronic_heads", "慢病人数", "registered chronic persons"),
            self.spent("chronic", "慢病基金支出", "chronic fund spend", 1),
            self.last("chronic_heads", "上年慢病人数", "chronic persons the year before", "person"),
            self.last("chronic_fen", "上年慢病基金支出", "chronic fund spend the year before", "fen"),
        )

    def medical_spend(self) -> Figure:
        name = self.base.child("medical_spend", "医疗总费用", "medical spend")
        return given(name, self.spend.get("total_fen") or 0, Source("spend", "total_fen", {"unit_id": self.unit_id}))


def _unit(rows: _UnitRows, scores: Mapping[str, Row], met: Mapping[str, Row]) -> UnitYear:
    row, unit_id = rows.row, rows.unit_id
    score_name = rows.base.child("process_scores", "季度得分率", "quarterly scores", "ppm")
    met_name = rows.base.child("targets_met", "目标达成", "targets met", "flag")
    return UnitYear(
        name=Name(unit_id, row["name"], f"unit {unit_id}"),
        unit_id=unit_id,
        consortium=row["consortium_id"],
        clinic_id=row["clinic_id"],
        township_hospital_id=row["township_hospital_id"],
        general=rows.general(),
        chronic=rows.chronic(),
        residents=rows.on_roll("residents", "常住人口", "residents"),
        medical_spend=rows.medical_spend(),
        scores=_by_party(score_name, rows, scores, ("process_score", "score_ppm")),
        met=_by_party(met_name, rows, met, ("target_result", "is_met")),
    )


def _by_party(name: Name, rows: _UnitRows, found: Mapping[str, Row], source: tuple[str, str]) -> Figure:
    (table, column), unit_id = source, rows.unit_id
    if unit_id not in found and rows.row["residents"] <= 0:
        return given(name, {}, Source(table, column, {"unit_id": unit_id}))  # it shares nothing that a score decides
    if unit_id not in found:
        raise BadInput(
            "settlement.score_missing",
            what=_("unit {unit} has no rows in {table}").format(unit=unit_id, table=table),
            where=table,
            why=_("missing scores are never counted as zero"),
            remedy=_("hand in this unit's rows and import them again"),
        )
    return given(name, found[unit_id]["parts"], Source(table, column, {"unit_id": unit_id}))


def read_monthly_spend(tables: RunTables) -> dict[tuple[str, str, str], Figure]:
    """Fund spend in fen by consortium, pool (`general`, `chronic`) and month (`01`…)."""
    names = tables.consortia()
    rows = tables.rows(
        "SELECT consortium_id, is_chronic, month, sum(pool_fen)::BIGINT AS pool_fen FROM {spend} GROUP BY ALL ORDER BY ALL"
    )
    monthly = {}
    for row in rows:
        consortium, month = row["consortium_id"], f"{row['month']:02d}"
        pool = "chronic" if row["is_chronic"] else "general"
        base = Name(f"facts.consortium.{consortium}", names[consortium].label, names[consortium].label_en)
        label = f"{month}月{'慢病' if row['is_chronic'] else '一般人群'}支出"
        name = base.child(f"month.{month}.{pool}", label, f"{pool} spend of month {month}")
        where = {"consortium_id": consortium, "is_chronic": row["is_chronic"], "month": row["month"]}
        monthly[consortium, pool, month] = given(name, row["pool_fen"], Source("spend", "pool_fen", where))
    return monthly
