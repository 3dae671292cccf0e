"""One task's money divided between township and village: exact cells, and the cells as a table prints them."""

from fenming.kernel import PPM, divide

EXPLAIN = "{amount} × {weight}, {township_share} of it to the township"


def split_cells(amount: int, weight: int, township_share: int) -> dict[str, int]:
    """Cells of `amount` fen × `weight` ppm × the share of each, by party.

    `township` and `village` are exact, in the million-millionth part of a fen; `township_shown` and `village_shown` are
    whole fen, each rounded by itself. Shown cells need not add up: keep the exact ones, show the rounded ones.
    Source: 乡村两级基本公共卫生服务职责分工(2012年版), annex 3.
    """
    township = amount * weight * township_share
    village = amount * weight * (PPM - township_share)
    return {
        "township": township,
        "village": village,
        "township_shown": divide(township, PPM * PPM),
        "village_shown": divide(village, PPM * PPM),
    }
