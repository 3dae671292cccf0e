"""Small numbers: a rate of few people is drawn to the county's before it is scored, and shown with its interval of chance."""

from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.mechanisms import Name, derive
from fenming.policy import Policy

CREDIBLE_RULE = "credibility"


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

    def interval(self, name: Name, own: tuple[Figure, Figure]) -> tuple[Figure | None, Figure | None]:
        """Between what the rate may lie by chance; nothing where the count is no part of what it is counted on."""
        numerator, denominator = own
        if self.confidence is None or not 0 <= numerator.value <= denominator.value or not denominator.value:
            return None, None
        inputs = {"numerator": numerator, "denominator": denominator, "confidence": self.confidence}
        low = derive(name.child("low", "区间下限", "lower end of the interval", "ppm"), "wilson_low", inputs)
        return low, derive(name.child("high", "区间上限", "upper end of the interval", "ppm"), "wilson_high", inputs)


def small_numbers(policy: Policy) -> SmallNumbers:
    """The rule in force. Without `assessment.small_number_rule` rates are scored naked; credibility needs its heads."""
    rule = policy.get("assessment.small_number_rule", strictly=True)
    confidence = policy.get("assessment.interval_confidence")
    if rule is None or rule.value != CREDIBLE_RULE:
        return SmallNumbers(None, confidence, (rule,) if rule else ())
    return SmallNumbers(policy["assessment.credibility_heads"], confidence, (rule,))
