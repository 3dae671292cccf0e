"""A fee line as the law reads it: what is excluded, over the price limit, paid first by the person, and eligible."""

from fenming.adjudication.lines.line import (
    CEILING_FIRST,
    COPAY_FIRST,
    EACH_ON_TOTAL,
    NONE,
    WHOLE_PPM,
    FeeLine,
    LineRules,
    Parts,
)
from fenming.adjudication.lines.reason import (
    NO_RATE,
    NO_RULE,
    ORDER,
    PARTS,
    SAME,
    UNUSABLE,
    Four,
    excluded_reason,
    part_reason,
)
from fenming.kernel.compiled import compiled
from fenming.mechanisms.at_price import at_price
from fenming.mechanisms.by_quantity import by_quantity
from fenming.mechanisms.cap import cap
from fenming.mechanisms.excess import excess
from fenming.mechanisms.over_limit import over_limit
from fenming.mechanisms.share import share

MOST_FEN = 10**11
MOST_QUANTITY = 10**12  # a hundred million units
MOST_LIMITED_QUANTITY = 2 * 10**9
MOST_PRODUCT = 10**18


@compiled
def judge_line(line: FeeLine, rules: LineRules) -> Parts:
    """The line's four parts under `rules`, compared with the platform's.

    A refund line (negative total) is the exact mirror of its charge. What cannot be judged is taken as printed and says so.
    """
    theirs = printed(line)
    blocked = unjudged_reason(line, rules)
    if blocked != SAME:
        return Parts(theirs[0], theirs[1], theirs[2], theirs[3], 0, price_difference(line, blocked), blocked)
    ours = signed(line, parts_of(line, rules, rules.ceiling_order))
    reason = line_reason(line, rules, ours, theirs)
    return Parts(ours[0], ours[1], ours[2], ours[3], ours[3] - theirs[3], price_difference(line, SAME), reason)


@compiled
def printed(line: FeeLine) -> Four:
    """The parts as the platform printed them."""
    return (
        line.platform_excluded_fen,
        line.platform_over_limit_fen,
        line.platform_upfront_copay_fen,
        line.platform_eligible_fen,
    )


@compiled
def signed(line: FeeLine, parts: Four) -> Four:
    """Parts of a charge as those of the line, whose total may be negative."""
    sign = -1 if line.total_fen < 0 else 1
    return sign * parts[0], sign * parts[1], sign * parts[2], sign * parts[3]


@compiled
def parts_of(line: FeeLine, rules: LineRules, order: int) -> Four:
    """The parts of the charge, none of them negative, in the given order of price limit and copay."""
    whole, rate = abs(line.total_fen), rate_of(line, rules)
    if rate == WHOLE_PPM or (line.is_limited_use == 1 and rules.excludes_limited_use == 1):
        return whole, 0, 0, 0
    quantity = counted_quantity(line)
    listed = whole if quantity == line.quantity else by_quantity(whole, quantity, line.quantity)
    over, upfront = in_order(line, (listed, quantity, rate), order)
    return whole - listed, over, upfront, listed - over - upfront


@compiled
def rate_of(line: FeeLine, rules: LineRules) -> int:
    """The share that the person pays first: the line's own, else that of its class; NONE where nobody states one."""
    if line.rate != NONE:
        return line.rate
    if line.item_class == NONE:
        return NONE
    return (rules.copay_a, rules.copay_b, rules.copay_c)[line.item_class]


@compiled
def counted_quantity(line: FeeLine) -> int:
    """The quantity that the list allows."""
    return line.quantity if line.quantity_limit == NONE else min(line.quantity, line.quantity_limit)


@compiled
def in_order(line: FeeLine, listed: tuple[int, int, int], order: int) -> tuple[int, int]:
    """Over the price limit and paid first, of `listed` (fen, quantity, rate): both together never more than the fen.

    `ceiling_first`: the copay on what lies within the limit. `copay_first`: the copay on all of it, then the limit on
    what is left. `each_on_total`: both on all of it.
    """
    amount, quantity, rate = listed
    if order == COPAY_FIRST:
        upfront = share(amount, rate)
        return above_limit(line, amount - upfront, quantity), upfront
    over = cap(price_excess(line, amount, quantity), amount)
    if order == CEILING_FIRST:
        return over, share(amount - over, rate)
    upfront = share(amount, rate)
    return cap(over, amount - upfront), upfront


@compiled
def price_excess(line: FeeLine, amount: int, quantity: int) -> int:
    """What the price exceeds its limit by, times quantity; where no price is known, by the amount itself."""
    if line.price_limit == NONE:
        return 0
    if line.price == NONE:
        return above_limit(line, amount, quantity)
    return over_limit(line.price, line.price_limit, quantity)


@compiled
def above_limit(line: FeeLine, amount: int, quantity: int) -> int:
    """What of `amount` exceeds the quantity at its price limit."""
    if line.price_limit == NONE:
        return 0
    return excess(amount, at_price(line.price_limit, quantity))


@compiled
def unjudged_reason(line: FeeLine, rules: LineRules) -> int:
    """Why the line must be taken as printed, SAME where it need not be."""
    if line.rule == NONE:
        return NO_RULE
    rate = rate_of(line, rules)
    if rate == NONE:
        return NO_RATE
    return SAME if 0 <= rate <= WHOLE_PPM and is_countable(line) else UNUSABLE


@compiled
def is_countable(line: FeeLine) -> bool:
    """Whether amounts and quantities make sense together and stay within 64 bits."""
    if abs(line.total_fen) > MOST_FEN or line.quantity > MOST_QUANTITY or line.quantity < 0:
        return False
    price = max(line.price, line.price_limit)
    if price // 10_000 + 1 > MOST_PRODUCT // max(line.quantity, 1):
        return False
    if line.price_limit != NONE or line.quantity_limit != NONE:
        return (line.quantity > 0 or line.total_fen == 0) and (
            line.quantity_limit == NONE or line.quantity <= MOST_LIMITED_QUANTITY
        )
    return True


@compiled
def price_difference(line: FeeLine, blocked: int) -> int:
    """The line's total less price × quantity; 0 where no price is known or nothing can be counted."""
    if line.price == NONE or blocked == UNUSABLE or not is_countable(line):
        return 0
    priced = at_price(line.price, line.quantity)
    return line.total_fen + priced if line.total_fen < 0 else line.total_fen - priced


@compiled
def line_reason(line: FeeLine, rules: LineRules, ours: Four, theirs: Four) -> int:
    """Why the platform's parts are not ours."""
    if ours == theirs:
        return SAME
    if theirs[0] + theirs[1] + theirs[2] + theirs[3] != line.total_fen:
        return PARTS
    if ours[0] != theirs[0]:
        return excluded_reason(line, rules)
    for order in (CEILING_FIRST, COPAY_FIRST, EACH_ON_TOTAL):
        if signed(line, parts_of(line, rules, order)) == theirs:
            return ORDER
    return part_reason(ours, theirs)
