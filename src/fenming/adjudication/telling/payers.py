"""Who pays the bill in the end."""

from collections.abc import Iterator

from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject
from fenming.kernel import format_yuan
from fenming.kernel.language import _

LAYERS = ("pool", "large_amount", "critical_illness", "civil_servant", "medical_aid", "tilted_aid")


def payer_steps(subject: Subject) -> Iterator[Step]:
    """The funds together, what others bear, the person, and the person's account and cash."""
    claim, paid = subject.bill.claim, subject.bill.paid
    if paid.given_fen:
        stated = Named("given_fen", _("borne by the hospital or other payers"))
        yield taken(stated, _("as the bill states, not above what the funds leave"), paid.given_fen)
    parts = {layer: getattr(paid, f"{layer}_fen") for layer in LAYERS}
    shown = {layer: value for layer, value in parts.items() if value}
    named = Named("fund_fen", _("paid by all funds"))
    if len(shown) > 1:
        yield by_verb(named, "total", shown)
    else:
        yield taken(named, _("the one fund that pays") if shown else _("no fund pays"), sum(shown.values()))
    borne = [fen for fen in (paid.fund_fen, paid.given_fen) if fen]
    formula = _difference([claim.total_fen, *borne]) if borne else _("all of it")
    yield taken(Named("person_fen", _("paid by the person")), formula, claim.total_fen - sum(borne))
    if paid.account_fen:
        yield from _account(subject)
    printed = {"whole": paid.pool_fen, "part": claim.platform_pool_fen}
    yield by_verb(Named("difference_fen", _("pool: ours less the platform's")), "difference", printed)


def _account(subject: Subject) -> Iterator[Step]:
    """What the personal account bears of the person's part."""
    claim, paid = subject.bill.claim, subject.bill.paid
    named = Named("account_fen", _("of it from the personal account"))
    if subject.bill.original:
        yield taken(named, _("given back to the account"), paid.account_fen)
    else:
        inputs = {"amount": paid.person_fen, "limit": claim.account_balance_fen}
        yield by_verb(named, "cap", inputs, subject.clauses("account"))
    cash = {"whole": paid.person_fen, "part": paid.account_fen}
    yield by_verb(Named("cash_fen", _("of it in cash")), "difference", cash)


def _difference(amounts: list[int]) -> str:
    """Amounts taken off the first, negative ones in brackets."""
    texts = (format_yuan(amount) for amount in amounts[1:])
    return " − ".join([format_yuan(amounts[0]), *(f"({text})" if text.startswith("−") else text for text in texts)])
