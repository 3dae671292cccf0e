"""Working out the bill examples of a pack with a judge the caller brings, and saying what is wrong where one fails."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from fenming.kernel import PPM, BadInput, Finding, divide, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.policy.cases import Case, CaseBill
from fenming.policy.pack import Pack
from fenming.policy.vocabulary import FUNDS, PAID

Judge = Callable[[Sequence[Mapping[str, Any]], Pack], Sequence[Any]]
ROUND_RATE_PPM = 1_000  # documents write rates in tenths of a percent at the finest


def check_cases(pack: Pack, judge: Judge) -> list[Finding]:
    """Findings for every bill example of the pack that does not come out, and for printed amounts that are wrong.

    `judge` takes the bills of a case and gives, bill by bill, whole fen under `pool_fen`, `person_fen` and so on.
    """
    return [finding for case in pack.cases for finding in _check(case, pack, judge)]


def _check(case: Case, pack: Pack, judge: Judge) -> Iterator[Finding]:
    try:
        judged = judge([bill.given for bill in case.bills], pack)
    except BadInput as problem:
        for one in problem.findings:
            yield Finding(one.code, f"{case.name}: {one.what}", one.where or case.where, one.why, one.remedy)
        return
    for number, (bill, paid) in enumerate(zip(case.bills, judged, strict=True), 1):
        came = {column: _came(f"{column}_fen", bill, paid) for column in PAID}
        yield from _compare(case, number, bill, came)


def _came(name: str, bill: CaseBill, paid: Any) -> int:
    """What the judge worked out, else what the bill itself says: parts of a bill without lines are as given."""
    return int(getattr(paid, name, bill.given.get(name, 0)))


def _compare(case: Case, number: int, bill: CaseBill, came: Mapping[str, int]) -> Iterator[Finding]:
    wrong = {column: fen for column, fen in bill.expect.items() if came[column] != fen}
    if wrong:
        yield Finding(
            "policy.case_fails",
            _("the example '{name}', bill {number}, does not come out: {claims}").format(
                name=case.name, number=number, claims=_claims(wrong, came)
            ),
            bill.where,
            _reasons(bill, wrong, came),
            _("correct the pack or the example; an amount that the document prints wrongly stands under `published`"),
        )
    misprinted = {column: fen for column, fen in bill.published.items() if came[column] != fen}
    if misprinted:
        yield Finding(
            "policy.published_wrong",
            _("the amounts that the document prints for '{name}', bill {number}, are wrong: {claims}").format(
                name=case.name, number=number, claims=_claims(misprinted, came)
            ),
            bill.where,
            _reasons(bill, misprinted, came),
            _("nothing: the example says so itself"),
        )
    elif bill.published:
        yield Finding(
            "policy.published_right",
            _("the amounts under `published` of '{name}', bill {number}, come out after all").format(
                name=case.name, number=number
            ),
            bill.where,
            _("`published` is for amounts that the document prints and that are wrong"),
            _("move them to `expect`"),
        )


def _claims(wrong: Mapping[str, int], came: Mapping[str, int]) -> str:
    return "; ".join(
        _("{column} {claimed}, worked out {came}").format(
            column=column, claimed=format_yuan(wrong[column]), came=format_yuan(came[column])
        )
        for column in PAID
        if column in wrong
    )


def _reasons(bill: CaseBill, wrong: Mapping[str, int], came: Mapping[str, int]) -> str:
    said = (*_slips(bill, wrong, came), _("the steps: {steps}").format(steps=_steps(bill, came)))
    return "; ".join(said)


def _steps(bill: CaseBill, came: Mapping[str, int]) -> str:
    steps = {"total": bill.given.get("total_fen", 0)} | dict(came)
    return ", ".join(f"{name} {format_yuan(fen)}" for name, fen in steps.items() if fen)


def _slips(bill: CaseBill, wrong: Mapping[str, int], came: Mapping[str, int]) -> Iterator[str]:
    """What must have gone wrong in the claim, as far as its amounts tell."""
    yield from _base_slip(bill, wrong, came)
    yield from _more_than_left(bill, wrong, came)
    yield from _not_adding_up(bill, wrong, came)


def _base_slip(bill: CaseBill, wrong: Mapping[str, int], came: Mapping[str, int]) -> Iterator[str]:
    """The base that the claimed payment would need, where one rate stands between them."""
    claimed = wrong.get("by_rate", wrong.get("pool"))
    base, by_rate = came["base"], came["by_rate"]
    if claimed is None or base <= 0 or by_rate <= 0:
        return
    rate = divide(divide(by_rate * PPM, base), ROUND_RATE_PPM) * ROUND_RATE_PPM
    needed = divide(claimed * PPM, rate) if rate > 0 else 0
    if divide(base * rate, PPM) != by_rate or needed == base:
        return
    yield _("{claimed} is {rate} of {needed}, and the base is {base}").format(
        claimed=format_yuan(claimed), rate=format_ppm(rate), needed=format_yuan(needed), base=format_yuan(base)
    )
    if (usual := _usual_slip(needed, bill, came)) is not None:
        yield usual


def _usual_slip(needed: int, bill: CaseBill, came: Mapping[str, int]) -> str | None:
    """What is usually forgotten when a payment needs the base `needed`; None when it is none of that."""
    total, base, applied = bill.given.get("total_fen", 0), came["base"], came["deductible_applied"]
    slips = (
        (base + applied, _("the deductible was not taken off")),
        (base - applied, _("the deductible was taken off twice")),
        (total - applied, _("cost outside the list was not taken off")),
        (total, _("neither the deductible nor cost outside the list was taken off")),
    )
    return next((words for amount, words in slips if amount == needed), None) if applied else None


def _more_than_left(bill: CaseBill, wrong: Mapping[str, int], came: Mapping[str, int]) -> Iterator[str]:
    """Layers that claim more than those before them left of the bill."""
    left = bill.given.get("total_fen", 0)
    for layer in FUNDS:
        claimed = wrong.get(layer, came[layer])
        if layer in wrong and claimed > left >= 0:
            yield _("{layer} cannot pay {claimed}: only {left} of the bill are left for it").format(
                layer=layer, claimed=format_yuan(claimed), left=format_yuan(left)
            )
        left -= claimed


def _not_adding_up(bill: CaseBill, wrong: Mapping[str, int], came: Mapping[str, int]) -> Iterator[str]:
    """Claims that say who pays what and do not make up the bill."""
    total = bill.given.get("total_fen")
    stated = {**bill.expect, **bill.published, **wrong}
    if total is None or "person" not in stated:
        return
    fund = stated.get("fund", sum(stated.get(layer, came[layer]) for layer in FUNDS))
    whole = fund + stated.get("given", came["given"]) + stated["person"]
    if whole != total:
        yield _("what is claimed comes to {whole}, and the bill is {total}").format(
            whole=format_yuan(whole), total=format_yuan(total)
        )
