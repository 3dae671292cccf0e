"""What stands on the page besides charts: the answer, the key table, double budgets, public health, evidence."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from fenming.kernel import Figure, Grade
from fenming.kernel.language import _
from fenming.mechanisms import Name
from fenming.reports.html.numbers import amount, joined, number, sentence
from fenming.reports.html.sums import LEVELS, PageFigures
from fenming.reports.overview import chronic_label
from fenming.reports.wording import grade_word, label_of, reading_word, value_text

Line = dict[str, Any]


def answers(page: PageFigures, year: int) -> Iterator[Line]:
    """One sentence for each consortium: where it ended and who gets or bears what."""
    for one, base in page.consortia.items():
        results = {key: page[f"settlement.consortium.{one}.{key}"] for key in ("surplus", "overspend")}
        tell = _overspent if results["overspend"].value else _kept
        sentences = [tell(page, one, base, year), *_chronic(page, one)]
        yield {
            "is_over": bool(results["overspend"].value),
            "sentence": joined(sentences),
        }


def _overspent(page: PageFigures, one: str, base: Name, year: int) -> Markup:
    budget, prefix = page[f"budget.consortium.{one}.package"], f"settlement.consortium.{one}"
    overspend = page[f"{prefix}.overspend"]
    name = base.child("overspend_ratio", "超支占年度预算", "overspend, of the year's budget", "ppm")
    return sentence(
        _(
            "{name} ended {year} {overspend} over its package ({ratio} of the year's budget): the fund bears {fund}, the consortium {own}."
        ),
        name=_named(base),
        year=year,
        overspend=amount(overspend),
        ratio=number(page.ratio(name, overspend, budget)),
        fund=amount(page[f"{prefix}.fund_share"]),
        own=amount(page[f"{prefix}.consortium_share"]),
    )


def _kept(page: PageFigures, one: str, base: Name, year: int) -> Markup:
    budget, surplus = page[f"budget.consortium.{one}.package"], page[f"settlement.consortium.{one}.surplus"]
    name = base.child("surplus_ratio", "结余占年度预算", "surplus, of the year's budget", "ppm")
    return sentence(
        _("{name} ended {year} with {surplus} of its package left ({ratio} of the year's budget)."),
        name=_named(base),
        year=year,
        surplus=amount(surplus),
        ratio=number(page.ratio(name, surplus, budget)),
    )


def _chronic(page: PageFigures, one: str) -> Iterator[Markup]:
    if page.is_chronic_apart:
        over = page[f"settlement.consortium.{one}.chronic_overspend"]
        kept = page[f"settlement.consortium.{one}.chronic_surplus"]
        if over.value:
            yield sentence(_("Its chronic pool was overspent by {fen}, which the package bore."), fen=amount(over))
        else:
            yield sentence(_("Its chronic pool kept {fen}."), fen=amount(kept))
    if page.surplus[one].value:
        parts = {level: amount(page.levels[one, level]) for level in LEVELS}
        yield sentence(
            _("Of the surplus, county level gets {county}, townships {town}, villages {village}; {held} is kept back."),
            held=amount(page.held[one]),
            **parts,
        )


def _named(base: Name) -> Markup:
    return Markup("<strong>{0}</strong>").format(label_of(Figure(base.name, 0, "", "", base.label, base.label_en)))


def key_rows(page: PageFigures) -> Iterator[Line]:
    """The year in rows: county, then each consortium."""
    yield from _money_in(page)
    yield _row(page, _("fund spend"), "settlement.consortium.{}.spend", ("基金支出", "fund spend"), "sum")
    yield _row(
        page, _("of it chronic"), "settlement.consortium.{}.spend_chronic", ("慢病支出", "chronic spend"), "inside"
    )
    fee = ("家庭医生签约费", "family-doctor fee")
    yield _row(page, _("family-doctor fee"), "budget.consortium.{}.family_doctor_fee", fee)
    yield _row(page, _("surplus of the package"), "settlement.consortium.{}.surplus", ("结余", "surplus"), "sum good")
    kept = ("慢病结余", "chronic surplus")
    label = chronic_label(_("surplus of the chronic pool"), page["settlement.pool_order"].value)
    yield _row(page, label, "settlement.consortium.{}.chronic_surplus", kept, "good" if page.is_chronic_apart else "")
    yield _row(page, _("overspend"), "settlement.consortium.{}.overspend", ("超支", "overspend"), "sum bad")
    borne = ("基金分担", "borne by the fund")
    yield _row(page, _("borne by the fund"), "settlement.consortium.{}.fund_share", borne, "inside")
    own = ("医共体分担", "borne by the consortia")
    yield _row(page, _("borne by the consortium"), "settlement.consortium.{}.consortium_share", own, "inside")
    yield from _money_out(page)


def _money_in(page: PageFigures) -> Iterator[Line]:
    listed = (
        (_("insured"), "heads", "facts.consortium.{}.heads", ""),
        (_("financing"), "financing", "", ""),
        (_("package"), "package", "budget.consortium.{}.package", "sum"),
        (_("DRG budget inside"), "drg_budget", "budget.consortium.{}.drg_budget", "inside"),
        (_("chronic quota inside"), "chronic_quota", "budget.consortium.{}.chronic_quota", "inside"),
    )
    for label, county, suffix, kind in listed:
        parts = [page[suffix.format(one)] if suffix else None for one in page.consortia]
        yield {"label": label, "county": page[f"budget.county.{county}"], "parts": parts, "kind": kind}


def _money_out(page: PageFigures) -> Iterator[Line]:
    words = {
        "county": _("surplus to county level"),
        "town": _("surplus to townships"),
        "village": _("surplus to villages"),
    }
    for level, label in words.items():
        parts = [page.levels[one, level] for one in page.consortia]
        yield _summed(page, label, f"shared_{level}", LEVELS[level], parts)
    held = [page.held[one] for one in page.consortia]
    yield _summed(page, _("surplus kept back"), "held", ("留存未分配", "kept back"), held)
    health = [page.public_health[one] for one in page.consortia]
    words_of = ("公卫经费给村级", "public-health money to villages")
    yield _summed(page, _("public-health money to villages"), "public_health", words_of, health) | {"kind": "sum"}


def _row(page: PageFigures, label: str, suffix: str, words: tuple[str, str], kind: str = "") -> Line:
    parts = [page[suffix.format(one)] for one in page.consortia]
    return {"label": label, "county": page.over_consortia(suffix, *words), "parts": parts, "kind": kind}


def _summed(page: PageFigures, label: str, key: str, words: tuple[str, str], parts: list[Figure]) -> Line:
    whole = page.sum_of(Name(f"report.county.{key}", f"全县·{words[0]}", f"county: {words[1]}"), parts)
    return {"label": label, "county": whole, "parts": parts, "kind": ""}


def double_budgets(page: PageFigures) -> Iterator[Line]:
    """DRG × chronic spend of each consortium in disjoint cells: chronic care paid by DRG counts once."""
    for one, base in page.consortia.items():
        facts, settled = f"facts.consortium.{one}", f"settlement.consortium.{one}"
        other = base.child("spend_other", "非DRG支出", "spend not paid by DRG")
        cells = {
            name: page[f"{facts}.{name}"] for name in ("general_drg", "general_other", "chronic_drg", "chronic_other")
        }
        yield cells | {
            "name": base,
            "drg": page[f"{settled}.spend_drg"],
            "other": page.sum_of(other, [cells["general_other"], cells["chronic_other"]]),
            "general": page[f"{settled}.spend_general"],
            "chronic": page[f"{settled}.spend_chronic"],
            "spend": page[f"{settled}.spend"],
        }


def public_health_pools(page: PageFigures) -> Iterator[Line]:
    """Process, target and result: the pool, what was earned of it, what was forfeited."""
    words = {
        "process": _("process: work points by quarter"),
        "target": _("target: items met"),
        "result": _("result: rank by spend per head"),
    }
    for pool, label in words.items():
        base = "public_health.county"
        is_result = pool == "result"
        yield {
            "label": label,
            "pool": page[f"{base}.pool.{pool}"],
            "available": page[f"{base}.result_pool"] if is_result else None,
            "paid": page[f"{base}.paid.{pool}"],
            "forfeit": page.get(f"{base}.unpaid_result" if is_result else f"{base}.forfeit.{pool}"),
        }


def bands(page: PageFigures) -> Iterator[Line]:
    """Each result band: its money, its members, what one member gets."""
    base = "public_health.county"
    names = list(page["public_health.result_bands"].value)
    for members in page.under(f"{base}.members"):
        key = members.name.rpartition(".")[2]
        first, last = next(iter(members.inputs)), list(members.inputs.values())[-1]
        unit = f"public_health.unit.{first}"
        yield {
            "label": " + ".join(
                _("band {number}").format(number=place) for place, band in enumerate(names, 1) if band in key
            ),
            "money": page.get(f"{base}.joined.{key}") or page[f"{base}.band.{key}"],
            "members": members,
            "count": len(members.inputs),
            "each": page.get(f"{unit}.of_place") or page.get(f"{unit}.result"),
            "last": last.inputs["amounts"].inputs[last.pick],
        }


def questions(page: PageFigures) -> list[Line]:
    """Parameters that were used and whose text leaves something open: how they were read, and the question."""
    return [
        {
            "figure": figure,
            "label": label_of(figure),
            "value": value_text(figure),
            "chosen": reading_word(figure.reading.chosen),
            "question": figure.reading.open_question,
        }
        for figure in page.book
        if figure.verb == "parameter" and figure.reading and figure.reading.open_question
    ]


def evidence(page: PageFigures) -> list[Line]:
    """How many of the parameters used are of each grade, the weakest last, with their names."""
    graded: dict[Grade, list[Figure]] = {grade: [] for grade in Grade}
    for figure in page.book:
        if figure.verb == "parameter":
            graded[figure.own_grade].append(figure)
    return [
        {"grade": grade, "word": grade_word(grade), "figures": figures} for grade, figures in graded.items() if figures
    ]


def check_rows(checks: list[dict[str, Any]]) -> list[Line]:
    """Executed checks; where both sides are money, as yuan."""
    counted = ("figures.recompute", "journal.closed", "facts.rows", "adjudication.rows")
    return [check | {"is_money": check["name"] not in counted} for check in checks]


def weakest(page: PageFigures) -> str:
    """The weakest grade under the county's package and results, in words."""
    names = [f"settlement.consortium.{one}.{key}" for one in page.consortia for key in ("surplus", "overspend")]
    return grade_word(max(page.book.grade(name) for name in names))
