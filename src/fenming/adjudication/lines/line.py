"""What goes into the judging of a fee line and what comes out: named tuples of whole numbers, alike on both engines."""

from typing import NamedTuple

from fenming.kernel.money import PPM
from fenming.policy.vocabulary import ITEM_CLASSES

NONE = -1  # no price known, no limit, a rate that is not stated, a flag that is not set
WHOLE_PPM = PPM
CLASSES = ITEM_CLASSES  # 甲 乙 丙(自费)
CLASS_CODES = {"01": 0, "02": 1, "03": 2}  # national field chrgitm_lv
CLASS_B = CLASSES.index("class_b")
CEILING_FIRST, COPAY_FIRST, EACH_ON_TOTAL = range(3)
CEILING_ORDERS = ("ceiling_first", "copay_first", "each_on_total")
LIMITED_USES = ("as_listed", "excluded")
LEAST_NO_LIMIT_MICRO_YUAN = 999_999_000_000  # 999,999 yuan and what platforms print above it mean "no limit"


class FeeLine(NamedTuple):
    """One charged item. Prices in millionths of a yuan, quantities in ten-thousandths, both without their sign; money in fen.

    `rule` is the set of rules in force, NONE where there is none; `item_class` a place in CLASSES, NONE for another code.
    """

    total_fen: int
    quantity: int = 10_000
    rate: int = NONE  # stated share that the person pays first, ppm
    item_class: int = NONE
    price: int = NONE
    price_limit: int = NONE
    quantity_limit: int = NONE
    is_limited_use: int = 0
    rule: int = 0
    platform_excluded_fen: int = 0
    platform_over_limit_fen: int = 0
    platform_upfront_copay_fen: int = 0
    platform_eligible_fen: int = 0


class LineRules(NamedTuple):
    """The parameters `benefits.<scheme>.line.*` in force on one day; those not written are neutral."""

    ceiling_order: int = CEILING_FIRST
    excludes_limited_use: int = 0
    copay_a: int = 0
    copay_b: int = NONE  # without a rate of the pack's, a line of class B must state its own
    copay_c: int = WHOLE_PPM


class Parts(NamedTuple):
    """A judged line, in fen: `total_fen` is always the sum of the first four. The columns of the table of judged lines."""

    excluded_fen: int
    over_limit_fen: int
    upfront_copay_fen: int
    eligible_fen: int
    difference_fen: int  # our eligible amount less the platform's
    price_difference_fen: int  # the line's total less price × quantity, where the price is known
    reason: int
