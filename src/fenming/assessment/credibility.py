"""Small numbers: a rate of few people is drawn to the county's before it is scored, and shown with its interval of chance."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.mechanisms import Name, derive
from fenming.policy import Policy

CREDIBLE_RULE = "credibility"
Ends = tuple[Figure | None, Figure | None]


@dataclass(frozen=True, slots=True)
class SmallNumbers:
    """The pack's rule: `heads` by which a rate is drawn to that of all (None: naked rates), `confidence` of intervals."""

    heads: Figure | None
    confidence: Figure | None
    basis: tuple[Figure, ...]

    def credible(self, name: Name, own: tuple[Figure, Figure], everyone: tuple[Figure, Figure]) -> Figure | None:
        """The credible rate of a party, or None where the pack scores naked rates or nobody at all was counted."""
        if self.heads is None or everyone[1].value <= 0:
            return None
        inputs = dict(zip(("numerator", "denominator"), own, strict=True))
        inputs |= dict(zip(("all_numerator", "all_denominator"), everyone, strict=True))
        return derive(name, "credible_rate", inputs | {"heads": self.heads}, self.basis)

    def interval(self, name: Name, own: tuple[Figure, Figure]) -> Ends:
        """Between what the rate may lie by chance; nothing where the count is no part of what it is counted on."""
        numerator, denominator = own
        if not 0 <= numerator.value <= denominator.value or not denominator.value:
            return None, None
        return self.ends(name, "wilson", {"numerator": numerator, "denominator": denominator})

    def ends(self, name: Name, verb_name: str, inputs: Mapping[str, Figure]) -> Ends:
        """The two ends that the verbs `<verb>_low` and `<verb>_high` make of `inputs` at the pack's confidence, where it has one."""
        if self.confidence is None:
            return None, None
        given = {**inputs, "confidence": self.confidence}
        low = name.child("low", "区间下限", "lower end of the interval", name.unit)
        high = name.child("high", "区间上限", "upper end of the interval", name.unit)
        return derive(low, f"{verb_name}_low", given), derive(high, f"{verb_name}_high", given)


def small_numbers(policy: Policy) -> SmallNumbers:
    """The rule in force. Without `assessment.small_number_rule` rates are scored naked; credibility needs its heads."""
    rule = policy.get("assessment.small_number_rule", strictly=True)
    confidence = policy.get("assessment.interval_confidence")
    if rule is None or rule.value != CREDIBLE_RULE:
        return SmallNumbers(None, confidence, (rule,) if rule else ())
    return SmallNumbers(policy["assessment.credibility_heads"], confidence, (rule,))
