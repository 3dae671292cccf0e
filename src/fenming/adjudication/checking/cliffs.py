"""Cliffs: where one fen more of cost makes the funds pay less, and jumps, where it makes them pay much more."""

from collections.abc import Iterator

from fenming.adjudication.checking.on_day import OnDay
from fenming.adjudication.checking.rates import rate_name
from fenming.adjudication.checking.steps import TOP_FEN, Step, made_up_at, steps_of
from fenming.adjudication.checking.trials import Trial
from fenming.adjudication.law.terms import NOT_WRITTEN
from fenming.adjudication.law.words import AREAS, LEVELS
from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _


def cliffs(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    """Findings for every fall, and notes for every jump, of what the funds pay together on the first bill of a year."""
    cover = rules.cover(scheme, care)
    told: set[tuple[str, int]] = set()
    for area in range(len(AREAS)):
        for level in range(len(LEVELS)):
            if cover.rates[area][level][0] == NOT_WRITTEN or cover.is_unknown[area]:
                continue
            trial = Trial(rules, scheme, care, (area, level))
            name = rate_name(rules, scheme, care, area, level)
            for step in steps_of(trial):
                if (name, step.before_fen) not in told:
                    told.add((name, step.before_fen))
                    said = f"{AREAS[area]}, {LEVELS[level]}"
                    yield (
                        _fall(rules, name, said, (trial, step))
                        if step.after_fen < step.before_fen
                        else _jump(rules, name, said, step)
                    )


def _fall(rules: OnDay, name: str, said: str, found: tuple[Trial, Step]) -> Finding:
    trial, step = found
    again = made_up_at(trial, step)
    until = (
        _("only from {cost} on is as much paid again").format(cost=format_yuan(again))
        if again < TOP_FEN
        else _("at no higher cost is as much paid again")
    )
    return Finding(
        "policy.cliff",
        _("{name} ({said}): {less} less is paid at {until} than at {cost}").format(
            name=name,
            said=said,
            less=format_yuan(step.before_fen - step.after_fen),
            until=format_yuan(step.until_fen),
            cost=format_yuan(step.cost_fen),
        ),
        rules.where(name),
        _("the funds pay {before} there and {after} then; {until}").format(
            before=format_yuan(step.before_fen), after=format_yuan(step.after_fen), until=until
        ),
        _("if the document does not mean it, read tiers as marginal, or correct edges and rates"),
        fen=step.before_fen - step.after_fen,
    )


def _jump(rules: OnDay, name: str, said: str, step: Step) -> Finding:
    return Finding(
        "policy.jump",
        _("{name} ({said}): {more} more is paid at {until} than at {cost}").format(
            name=name,
            said=said,
            more=format_yuan(step.after_fen - step.before_fen),
            until=format_yuan(step.until_fen),
            cost=format_yuan(step.cost_fen),
        ),
        rules.where(name),
        _("one fen of cost decides; tiers read as a whole do that"),
        _("if the document does not mean it, read the tiers as marginal"),
        fen=step.after_fen - step.before_fen,
    )
