"""What a unit's scores are worth: the money of the run that was settled by them."""

from collections.abc import Iterator

from fenming.kernel import Book, Figure, divide
from fenming.kernel.language import _
from fenming.reports.health_unit import POOLS, rank_sentences, verdict_sentences
from fenming.reports.node import Node, figure_node
from fenming.reports.run_folder import RunFolder
from fenming.reports.wording import number_text

WANTED = ("public_health.county.members",)


def money_nodes(run: RunFolder, unit_id: str) -> Iterator[Node]:
    """Public-health money by process, target and result, and whether the unit shares in surplus; with what more would bring."""
    book = _book_of(run, unit_id)
    base = f"public_health.unit.{unit_id}"
    below = [figure_node(book, figure) for figure in book.under(base)]
    sentences = (*_process_sentences(book, base), *_target_sentences(book, base), *rank_sentences(book, unit_id))
    yield Node(_("Money: public health"), sentences, tuple(below))
    for pool in POOLS:
        words = {"general": _("Money: general surplus"), "chronic": _("Money: chronic surplus")}
        if f"settlement.unit.{unit_id}.{pool}.is_eligible" in book:
            yield Node(words[pool], verdict_sentences(book, unit_id, pool))


def _book_of(run: RunFolder, unit_id: str) -> Book:
    prefixes = (f"public_health.unit.{unit_id}.", f"settlement.unit.{unit_id}.", *WANTED)
    return run.figures_under(*prefixes)


def _process_sentences(book: Book, base: str) -> Iterator[str]:
    pool, earned = book.get(f"{base}.process_pool"), book.get(f"{base}.process")
    if pool is None or earned is None:
        return
    lost = pool.value - earned.value
    yield _("Process: {earned} of {pool} earned, {lost} forfeited.").format(
        earned=_yuan(earned), pool=_yuan(pool), lost=number_text(lost, "fen")
    )
    if lost and (first := _quarter_worth(earned)):
        yield first


def _quarter_worth(earned: Figure) -> str:
    """What one point of each quarter's score is worth."""
    whole, weights = earned.inputs["whole"].value, earned.inputs["weights"].value
    parts = sum(weights.values())
    texts = [
        _("{quarter}: {fen}").format(
            quarter=quarter.upper(), fen=number_text(divide(whole * weight, parts * 100), "fen")
        )
        for quarter, weight in weights.items()
    ]
    return _("One point of a quarter's hundred is worth {texts}.").format(texts=", ".join(texts))


def _target_sentences(book: Book, base: str) -> Iterator[str]:
    pool, earned = book.get(f"{base}.target_pool"), book.get(f"{base}.target")
    if pool is None or earned is None:
        return
    met = earned.inputs["met"].value
    missed = [item for item, is_met in met.items() if not is_met]
    yield _("Target: {met} of {count} items met, {earned} of {pool} earned.").format(
        met=len(met) - len(missed), count=len(met), earned=_yuan(earned), pool=_yuan(pool)
    )
    if missed:
        yield _("Each item missed ({items}) costs about {fen}.").format(
            items=", ".join(missed), fen=number_text(divide(pool.value, len(met)), "fen")
        )


def _yuan(figure: Figure) -> str:
    return number_text(figure.value, "fen")
