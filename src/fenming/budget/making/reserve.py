"""What is held back for mid-year change, and when it may be used."""

from dataclasses import dataclass

from fenming.budget.making.known import Known
from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive
from fenming.policy import Policy

ROOM = "budget.making"


@dataclass(frozen=True, slots=True)
class Reserve:
    """Of one scheme's total in fen: `held` back, `distributable` now, and what a mid-year change may draw (`released`)."""

    held: Figure
    distributable: Figure
    released: Figure | None


def hold_back(policy: Policy, base: Name, whole: Figure, known: Known) -> Reserve | None:
    """The reserve by the pack's rate, None where the pack has none. Source: 医保发〔2025〕18号.

    Raises BadInput for a trigger that the rule does not list.
    """
    _refuse_unknown(policy, known)
    rate = policy.get(f"{ROOM}.reserve_rate")
    if rate is None:
        return None
    held = derive(base.child("reserve", "预留", "reserve for mid-year change"), "share", {"whole": whole, "rate": rate})
    name = base.child("distributable", "可分配总额", "total to be given out")
    rest = derive(name, "difference", {"whole": whole, "part": held})
    if known.reserve_need_fen is None:
        return Reserve(held, rest, None)
    need_name = base.child("reserve_need", "年中调整所需", "needed for a mid-year change")
    need = known.figure(need_name, known.reserve_need_fen, "reserve need")
    return Reserve(held, rest, release(policy, base, (need, held), known))


def release(policy: Policy, base: Name, amounts: tuple[Figure, Figure], known: Known) -> Figure:
    """What of a need may be drawn from the reserve (`amounts`: need, reserve): something only where a listed trigger came about."""
    listed = policy[f"{ROOM}.reserve_triggers"]
    name = base.child("is_triggered", "触发情形出现", "a trigger came about", "flag")
    came = known.figure(name, int(bool(known.triggers)), f"triggers: {', '.join(known.triggers) or 'none'}")
    need, held = amounts
    inputs = {"need": need, "balance": held, "is_allowed": came}
    return derive(base.child("released", "可动用的预留", "released from the reserve"), "draw", inputs, (listed,))


def _refuse_unknown(policy: Policy, known: Known) -> None:
    if not known.triggers:
        return
    listed = policy[f"{ROOM}.reserve_triggers"]
    unknown = [trigger for trigger in known.triggers if trigger not in listed.value]
    if unknown:
        raise BadInput(
            "budget.unknown_trigger",
            what=_("'{trigger}' lets no reserve be used").format(trigger=", ".join(unknown)),
            where=listed.name,
            why=_("the rule lists what does"),
            remedy=_("use one of: {known}").format(known=", ".join(listed.value)),
        )
