"""Why a health unit gets what it gets, why not, and the nearest change that would alter it."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput, Book, Figure, divide, format_ppm
from fenming.kernel.language import _
from fenming.reports.node import Node, figure_node, figure_sentences
from fenming.reports.run_folder import RunFolder
from fenming.reports.what_if import WhatIf
from fenming.reports.wording import label_of, number_text, party_word, short_label

POOLS = ("general", "chronic")


def explain_unit(run: RunFolder, unit_id: str) -> Node:
    """What the unit called `unit_id` gets of both pools and of the public-health money, and why.

    Raises BadInput with the nearest ids when the run has no such unit.
    """
    row = find_unit(run.tables, unit_id)
    book = run.book
    below = [_pool_node(book, row, pool) for pool in POOLS]
    below.append(_public_health_node(book, row))
    payable = f"settlement.payee.{row['clinic_id']}.payable"
    text = _("{name} ({unit}), clinic {clinic}").format(name=row["name"], unit=unit_id, clinic=row["clinic_id"])
    if payable in book:
        below.insert(0, figure_node(book, book[payable]))
    return Node(text, below=tuple(below))


def find_unit(tables: RunTables, unit_id: str) -> dict[str, Any]:
    """The unit's row of the roll. Raises BadInput (`unit.unknown`)."""
    by_id = {row["unit_id"]: row for row in tables.units}
    if unit_id not in by_id:
        near = get_close_matches(unit_id, by_id, n=5)
        raise BadInput(
            "unit.unknown",
            what=_("this run has no health unit '{unit}'").format(unit=unit_id),
            why=_("the nearest ids are: {units}").format(units=", ".join(near))
            if near
            else _("no id is spelled like it"),
            remedy=_("list the units of the run with: fenming figures RUN facts.unit"),
        )
    return by_id[unit_id]


def verdict_sentences(book: Book, unit_id: str, pool: str) -> tuple[str, ...]:
    """Whether the unit shares in `pool`, by which numbers, and how far it is from the other verdict."""
    base = f"settlement.unit.{unit_id}.{pool}"
    flag = book[f"{base}.is_eligible"]
    if flag.verb == "comparable":
        return _not_comparable(flag, pool)
    growth, mean = flag.inputs["growth"], flag.inputs["mean"]
    spend, heads = growth.inputs["spend"], growth.inputs["heads"]
    numbers = {"growth": format_ppm(growth.value), "mean": format_ppm(mean.value)}
    edge = WhatIf(flag, spend).largest(bool)
    if edge is None:
        return (
            (_("Shares at any spend of its own."),) if flag.value else (_("No spend of its own would let it share."),)
        )
    gap = abs(edge - spend.value)
    distance = {"fen": number_text(gap, "fen"), "per_head": number_text(divide(gap, heads.value), "fen")}
    at_edge = {
        "then": format_ppm(WhatIf(growth, spend).value(edge)),
        "mean": format_ppm(WhatIf(mean, spend).value(edge)),
    }
    if flag.value:
        return (
            _(
                "Shares: spend per head is {growth} of last year's; it must be below 100% or below {mean}, the county's mean."
            ).format(**numbers),
            _("It could have spent up to {fen} more ({per_head} per head) and still share.").format(**distance),
        )
    return (
        _(
            "Does not share: spend per head is {growth} of last year's, neither below 100% nor below {mean}, the county's mean."
        ).format(**numbers),
        _(
            "Nearest change: {fen} less spend ({per_head} per head). Then it stands at {then} and the county's mean at {mean}."
        ).format(**distance, **at_edge),
    )


def _not_comparable(flag: Figure, pool: str) -> tuple[str, ...]:
    if pool == "chronic" and flag.inputs["heads"].value == 0:
        return (_("Does not share: it has no registered chronic persons; nothing is to be shared."),)
    empty = ", ".join(short_label(flag, lower) for lower in flag.inputs.values() if lower.value <= 0)
    return (
        _("Does not share: its growth cannot be measured, because this is zero: {figures}.").format(figures=empty),
        _("Nearest change: hand in what is missing and run the year again."),
    )


def _pool_node(book: Book, row: dict[str, Any], pool: str) -> Node:
    unit_id = row["unit_id"]
    base = f"settlement.unit.{unit_id}.{pool}"
    flag = book[f"{base}.is_eligible"]
    growth = flag.inputs.get("growth")
    basis = [*growth.inputs.values(), growth, flag.inputs["mean"]] if growth else list(flag.inputs.values())
    made = [figure for figure in book.under(base) if figure is not growth and figure is not flag]
    listed = [*basis, flag, *made]
    words = {"general": _("General pool"), "chronic": _("Chronic pool")}
    sentences = (*verdict_sentences(book, unit_id, pool), *_emptiness(book, row["consortium_id"], pool))
    return Node(words[pool], sentences, tuple(_line(book, figure) for figure in listed))


def _emptiness(book: Book, consortium: str, pool: str) -> Iterator[str]:
    """Why there is nothing to share, when there is nothing."""
    kind = "chronic_" if pool == "chronic" else ""
    base = f"settlement.consortium.{consortium}.{kind}"
    if f"{base}surplus" in book and book[f"{base}surplus"].value == 0:
        yield _("The consortium has nothing to share in this pool: it ended with an overspend of {fen}.").format(
            fen=number_text(book[f"{base}overspend"].value, "fen")
        )


def _public_health_node(book: Book, row: dict[str, Any]) -> Node:
    base = f"public_health.unit.{row['unit_id']}"
    below = tuple(_line(book, figure) for figure in book.under(base))
    return Node(_("Public-health money"), rank_sentences(book, row["unit_id"]), below)


def rank_sentences(book: Book, unit_id: str) -> tuple[str, ...]:
    """The unit's place by medical spend per head, the last place that is paid, and how far away it is."""
    rank = rank_of(book, unit_id)
    if rank is None:
        return (_("Not ranked: nobody insured is on its roll."),)
    last = paid_places(book)
    amounts = rank.inputs["amounts"]
    place = _(
        "Place {place} of {count} by medical spend per head, the lowest first; the first {last} are paid."
    ).format(place=rank.value, count=len(amounts.inputs), last=last)
    if f"public_health.unit.{unit_id}.result" in book:
        return (place, _band_sentence(book, unit_id))
    return (place, *_to_be_paid(rank, last, amounts.inputs[unit_id]))


def rank_of(book: Book, unit_id: str) -> Figure | None:
    """The unit's place among all that are ranked, whether it is paid for it or not; None when it is not ranked."""
    return book.get(f"public_health.unit.{unit_id}.rank")


def paid_places(book: Book) -> int:
    """How many places share in the result pool: the members of all its bands."""
    return sum(len(members.value) for members in book.under("public_health.county.members"))


def _band_sentence(book: Book, unit_id: str) -> str:
    result = book[f"public_health.unit.{unit_id}.result"]
    if result.inputs["whole"].name.startswith("public_health.county.tied."):
        return _tie_sentence(result)
    band = result.inputs["whole"]
    return _("It is in {band}, whose {fen} go in equal parts to {count} units.").format(
        band=party_word(band.pick) if band.pick else label_of(band),
        fen=number_text(band.value, "fen"),
        count=len(result.inputs["parties"].value),
    )


def _tie_sentence(result: Figure) -> str:
    return _(
        "It ties with others, together {count} units, and has an equal part of the {fen} that their places receive."
    ).format(count=len(result.inputs["parties"].value), fen=number_text(result.inputs["whole"].value, "fen"))


def _to_be_paid(rank: Figure, last: int, per_head: Figure) -> Iterator[str]:
    amounts = rank.inputs["amounts"]
    in_order = sorted(amounts.inputs.values(), key=lambda amount: int(amount.value))
    yield (
        _("The last place paid, {last}, is at {fen} per head; this unit is at {own}.").format(
            last=last, fen=number_text(in_order[last - 1].value, "fen"), own=number_text(per_head.value, "fen")
        )
        if last
        else _("No place is paid: there are too few units for a band.")
    )
    spend, heads = per_head.inputs["whole"], per_head.inputs["heads"]
    edge = WhatIf(rank, spend).largest(lambda place: bool(place <= last))
    if edge is not None:
        gap = spend.value - edge
        yield _("Nearest change: {fen} less medical spend ({per_head} per head).").format(
            fen=number_text(gap, "fen"), per_head=number_text(divide(gap, heads.value), "fen")
        )


def _line(book: Book, figure: Figure) -> Node:
    return figure_node(book, figure, sentences=figure_sentences(figure))
