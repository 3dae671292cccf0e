"""The chain-ladder with Mack's standard error, as the library `chainladder` works it out; statistics stay in here.

The library is an extra of Fenming and is imported only when an estimate is asked for.
"""

import math
import warnings
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

from fenming.kernel import BadInput, divide
from fenming.kernel.language import _
from fenming.payment.estimate.triangle import Triangle, month_text


@dataclass(frozen=True, slots=True)
class Ladder:
    """What is still to come in whole fen: by month of care (`2024-03`), together, and its standard error.

    The error is None where the bills vary too little, or are too few, for one.
    """

    to_come_fen: dict[str, int]
    total_fen: int
    standard_error_fen: int | None


def chain_ladder(triangle: Triangle) -> Ladder:
    """The triangle run off by volume-weighted link ratios, nothing beyond the last lag that was ever seen.

    Sums over the months are rounded, not the months, so that the months together are the total.
    Source: Mack, Distribution-free calculation of the standard error of chain ladder reserve estimates (1993).
    Raises BadInput (`estimate.no_library`) where `chainladder` is not installed.
    """
    model = _fitted(triangle)
    months = [month_text(origin) for origin in triangle.origins]
    known = dict(zip(map(str, model.ibnr_.origin), model.ibnr_.values.ravel().tolist(), strict=True))
    exact = [known[month] if math.isfinite(known.get(month, math.nan)) else 0 for month in months]
    sums = [_fen(math.fsum(exact[:place])) or 0 for place in range(len(exact) + 1)]
    to_come = {month: after - before for month, (before, after) in zip(months, pairwise(sums), strict=True)}
    return Ladder(to_come, sums[-1], _fen(model.total_mack_std_err_.values.ravel().tolist()[0]))


def _fitted(triangle: Triangle) -> Any:
    try:
        chainladder: Any = import_module("chainladder")
        pandas: Any = import_module("pandas")
    except ImportError as why:
        raise missing_library(why) from None
    rows = [
        (f"{month_text(origin)}-01", f"{month_text(origin + lag)}-01", known)
        for origin, row in triangle.cumulative().items()
        for lag, known in enumerate(row)
    ]
    frame = pandas.DataFrame(rows, columns=["origin", "settled", "fen"])
    with warnings.catch_warnings():  # about its own ways with dates and with columns that do not vary
        warnings.simplefilter("ignore")
        known = chainladder.Triangle(frame, origin="origin", development="settled", columns="fen", cumulative=True)
        seen = known[known.development <= triangle.lag_max + 1]  # beyond, there is nothing to run off
        ratios = chainladder.Development(average="volume", sigma_interpolation="mack").fit_transform(seen)
        return chainladder.MackChainladder().fit(ratios)


def _fen(value: Any) -> int | None:
    """A statistic in whole fen; None for what is no number."""
    if not math.isfinite(value):
        return None
    return divide(*value.as_integer_ratio())


def missing_library(why: ImportError) -> BadInput:
    """The actuary's library is not installed here."""
    return BadInput(
        "estimate.no_library",
        _("Fenming cannot estimate what is still to come: chainladder is not installed"),
        "fenming fund estimate",
        str(why),
        _(
            "install Fenming with its part for estimates: pip install 'fenming[estimate]' (in a checkout: {setup})"
        ).format(setup="FENMING_EXTRAS=estimate scripts/setup"),
    )
