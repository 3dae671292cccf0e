"""Published beside generated: how far the twin resembles its county."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from fenming.facts.twin.profile import Published
from fenming.facts.twin.summary import TwinSummary, read_summary
from fenming.kernel import BadInput, divide, format_ppm, format_yuan
from fenming.kernel.language import _


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure: as published, as it would be at the twin's scale, and as generated, in whole `unit`s.

    `published` is None where nothing was published; `expected` None where nothing was aimed at either.
    """

    name: str
    label: str
    label_en: str
    unit: str
    published: int | None
    expected: int | None
    generated: int
    grade: str = ""
    clause: str = ""
    note: str = ""
    note_en: str = ""

    @property
    def texts(self) -> tuple[str, str, str]:
        """Published, expected at this scale and generated as people read them; empty where there is none."""
        published, expected, generated = (
            _text(value, self.unit) for value in (self.published, self.expected, self.generated)
        )
        return published, expected, generated

    def as_dict(self) -> dict[str, str | int | None]:
        return asdict(self)


def _text(value: int | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "fen":
        return format_yuan(value)
    return format_ppm(value) if unit == "ppm" else f"{value:,}"


def describe_twin(folder: Path) -> tuple[Comparison, ...]:
    """Published figures of the profile beside those of the twin in `folder`, then what calibration aimed at, then the rest.

    Raises BadInput when the folder holds no twin.
    """
    try:
        summary = read_summary(folder)
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(
            "twin.none",
            what=_("there is no county twin in {folder}").format(folder=folder),
            remedy=_("make one first: fenming twin make"),
        ) from error
    published = [Published.model_validate(one) for one in summary.published if one["name"] in summary.figures]
    rows = [_beside(one, summary) for one in published]
    rows += [_aimed(name, wanted, summary) for name, wanted in summary.wanted.items()]
    shown = {row.name for row in rows}
    rows += [_plain(name, value) for name, value in summary.figures.items() if name not in shown]
    return tuple(rows)


def _beside(one: Published, summary: TwinSummary) -> Comparison:
    scale = Fraction(summary.scale) if one.scales else Fraction(1)
    expected = divide(one.amount * scale.numerator, scale.denominator)
    generated = summary.figures[one.name]
    return Comparison(
        one.name, one.label, one.label_en, one.unit, one.amount, expected, generated,
        one.grade, one.clause, one.note, one.note_en or one.note,
    )  # fmt: skip


def _aimed(name: str, wanted: int, summary: TwinSummary) -> Comparison:
    label, label_en = _labels(name)
    return Comparison(name, label, label_en, "fen", None, wanted, summary.figures[name], "assumed")


def _plain(name: str, value: int) -> Comparison:
    label, label_en = _labels(name)
    unit = "fen" if "spend" in name or "critical" in name else "ppm" if name.endswith("_share") else "count"
    return Comparison(name, label, label_en, unit, None, None, value)


LABELS = {
    "general_spend": ("一般人群基金支出", "General fund spend"),
    "chronic_spend": ("慢病基金支出", "Chronic fund spend"),
    "critical_illness": ("大病保险支付", "Critical-illness payments"),
    "insured": ("参保人数", "Insured residents"),
    "chronic": ("慢病登记人数", "Registered chronic persons"),
    "bills": ("结算单", "Bills"),
    "bills.outpatient": ("普通门诊结算单", "Ordinary outpatient bills"),
    "bills.chronic": ("慢病门诊结算单", "Chronic outpatient bills"),
    "bills.inpatient": ("住院结算单", "Inpatient bills"),
    "refunds": ("退费", "Refunds"),
    "fee_lines": ("费用明细", "Fee lines"),
    "settlement_lists": ("结算清单", "Settlement lists"),
    "settlement_lists_before": ("以前年度结算清单", "Settlement lists of the years before"),
    "managed_hypertension": ("在管高血压患者", "Managed hypertensives"),
    "managed_diabetes": ("在管糖尿病患者", "Managed diabetics"),
    "services": ("两卡制服务", "Services of the two-card log"),
    "follow_ups": ("随访", "Follow-ups"),
    "deaths": ("死亡登记", "Deaths"),
    "referrals_up": ("上转", "Referrals up"),
    "referrals_down": ("下转", "Referrals down"),
    "tcm_visit_share": ("中医类诊疗占比", "Visits of Chinese medicine"),
}


def _labels(name: str) -> tuple[str, str]:
    """Labels of a generated figure; a consortium's name follows in brackets."""
    if name in LABELS:
        return LABELS[name]
    stem, _dot, rest = name.partition(".")
    label, label_en = LABELS.get(stem, (stem, stem))
    return f"{label}（{rest}）", f"{label_en} ({rest})"
