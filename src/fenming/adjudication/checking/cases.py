"""Bill examples of packs, judged: fee lines first where a bill has them, then the bills in order."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from fenming.adjudication.lines.judge import judge_line
from fenming.adjudication.lines.line import CLASSES, NONE, FeeLine, LineRules, Parts
from fenming.adjudication.lines.reason import LineReason
from fenming.adjudication.lines.rules import dated_line_rules
from fenming.adjudication.trial import judged
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.mechanisms.at_price import at_price
from fenming.policy import Pack

Bill = Mapping[str, Any]


def judge_cases(bills: Sequence[Bill], pack: Pack) -> list[SimpleNamespace]:
    """What each of one person's bills is paid, in order, with the parts of those that come with fee lines.

    Bills are as `trial.judged` takes them; `lines` may stand in place of `eligible_fen`. Raises BadInput.
    """
    whole = [_with_parts(bill, pack) if "lines" in bill else dict(bill) for bill in bills]
    return [
        SimpleNamespace(**{name: bill[name] for name in PARTS if name in bill}, **paid._asdict())
        for bill, paid in zip(whole, judged(whole, pack), strict=True)
    ]


PARTS = ("excluded_fen", "over_limit_fen", "upfront_fen", "eligible_fen")


def _with_parts(bill: Bill, pack: Pack) -> dict[str, Any]:
    """The bill with the amounts that its lines come to."""
    rules = dated_line_rules(pack, bill["settled"], bill["settled"], (bill["scheme"],)).sets[0]
    lines = [_fee_line(line) for line in bill["lines"]]
    parts = [_judged(line, rules, number) for number, line in enumerate(lines, 1)]
    total = sum(line.total_fen for line in lines)
    if bill.get("total_fen", total) != total:
        raise BadInput(
            "policy.case_lines",
            _("the lines do not add up to the bill"),
            why=_("the total is that of its lines"),
            remedy=_("correct the amount that differs from the document, or leave out `total`"),
        )
    return {
        **bill,
        "total_fen": total,
        "excluded_fen": sum(part.excluded_fen for part in parts),
        "over_limit_fen": sum(part.over_limit_fen for part in parts),
        "upfront_fen": sum(part.upfront_copay_fen for part in parts),
        "eligible_fen": sum(part.eligible_fen for part in parts),
    }


def _fee_line(line: Mapping[str, Any]) -> FeeLine:
    price, quantity = line.get("price_micro_yuan", NONE), line.get("quantity", FeeLine._field_defaults["quantity"])
    return FeeLine(
        total_fen=line["total_fen"] if "total_fen" in line else at_price(price, quantity),
        quantity=quantity,
        rate=line.get("upfront_rate", NONE),
        item_class=CLASSES.index(line["item_class"]) if "item_class" in line else NONE,
        price=price,
        price_limit=line.get("price_limit_micro_yuan", NONE),
        quantity_limit=line.get("quantity_limit", NONE),
        is_limited_use=int(line.get("is_limited_use", 0)),
    )


def _judged(line: FeeLine, rules: LineRules, number: int) -> Parts:
    parts = judge_line(line, rules)
    reason = LineReason(parts.reason)
    if reason.is_as_printed:
        raise BadInput(
            "policy.case_lines",
            _("line {number} cannot be judged: {reason}").format(number=number, reason=reason.words),
            remedy=_("give the line an `upfront_rate` or an `item_class`"),
        )
    return parts
