"""Effects of an assessment that are reported and never booked: said where a place was told of them but not how large they are."""

from collections.abc import Iterator

from fenming.assessment.grading import EFFECTS
from fenming.kernel import Finding
from fenming.kernel.language import _, language
from fenming.policy import Policy


def effect_findings(policy: Policy) -> Iterator[Finding]:
    """A finding for each effect of the grade that the pack names and whose size was never seen; nobody's money is moved by it."""
    for parameter, label, label_en in EFFECTS.values():
        if policy.pack.has(parameter) and policy.get(parameter) is None:
            words = label if language() == "zh" else label_en
            yield Finding(
                "assessment.effect_unknown",
                what=_("the grade has an effect whose size is not known: {effect}").format(effect=words),
                where=parameter,
                why=_("the document names the link and not its size, so the grade is shown and nothing is worked out"),
                remedy=_("write the size by grade into the county's pack when its own plan is at hand"),
            )
