"""One case, one score: the function that scores a county's cases is the one that explains a single one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from fenming.grouping.dip.auxiliary import coefficients_of
from fenming.grouping.dip.directory import Directory, Group
from fenming.kernel import PPM, divide
from fenming.mechanisms.deviation_amount import exact_deviation_amount
from fenming.mechanisms.deviation_kind import deviation_kind
from fenming.mechanisms.deviation_score import deviation_factor
from fenming.mechanisms.dip_points import exact_product
from fenming.payment.dip.rules import Rules

MICRO_POINTS_PER_FEN = 10_000  # where a score is a yuan
SCALE = 1_000_000
RULES = ("normal", "low", "high", "review", "ungrouped", "primary_same_price")


class Case(NamedTuple):
    """What scoring looks at: cost and payments in fen, group, level of the institution, classes by kind."""

    case_id: str
    institution_id: str
    consortium_id: str
    is_chronic: int
    scheme: str
    year: int
    month: int
    group_id: str
    total_fen: int
    person_fen: int
    fund_billed_fen: int
    classes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Institution:
    """What an institution brings: level, coefficient, the best of its supports and its assessment, in ppm."""

    care_level: str = ""
    coefficient_ppm: int = PPM
    supports: Mapping[str, int] = field(default_factory=dict)
    assessment_ppm: int = PPM


UNKNOWN = Institution()


@dataclass(frozen=True, slots=True)
class Measure:
    """The mean a case is held against, as cost and cases, and which one it is."""

    total: int
    cases: int
    source: str

    @property
    def mean(self) -> dict[str, int]:
        return {"total": self.total, "cases": self.cases}


@dataclass(frozen=True, slots=True)
class DipTerms:
    """All that scoring needs beside the case: rules, groups, means, coefficients, institutions, decided reviews."""

    rules: Rules
    groups: Mapping[str, Group]
    means: Mapping[tuple[str, int, str], tuple[int, int]]
    auxiliaries: Mapping[tuple[str, str, str], int]
    institutions: Mapping[str, Institution] = field(default_factory=dict)
    primary_groups: frozenset[str] = frozenset()
    decisions: Mapping[str, int] = field(default_factory=dict)

    def measure(self, group: Group, year: int, care_level: str) -> Measure:
        """The mean of last year's cases of the same level; failing that of all levels; failing that the directory's."""
        for level, source in ((care_level, "same_level"), ("", "all_levels")):
            held = self.means.get((group.group_id, year - 1, level)) if level or source == "all_levels" else None
            if held is not None:
                return Measure(*held, source)
        return Measure(group.mean_fen, 1, "directory")


@lru_cache(maxsize=1 << 16)
def _full(score_micro: int, rates: tuple[int, ...]) -> Fraction:
    """A score with its coefficients, before any rounding; a county has few different ones and many cases."""
    return score_micro * exact_product(dict(enumerate(rates)))


@lru_cache(maxsize=1 << 16)
def _rounded(rates: tuple[int, ...]) -> int:
    product = _full(1, rates) * PPM
    return divide(product.numerator, product.denominator)


@dataclass(frozen=True, slots=True)
class PricedCase:
    """One case with its points and all that made them. `exact` are the micro-points before the one rounding."""

    case: Case
    rule: str
    deviation: str
    exact: Fraction
    group: Group | None = None
    measure: Measure | None = None
    coefficients: Mapping[str, int] = field(default_factory=dict)
    is_decided: bool = False

    @property
    def points_micro(self) -> int:
        return divide(self.exact.numerator, self.exact.denominator)

    @property
    def coefficient_ppm(self) -> int:
        return _rounded(tuple(self.coefficients.values()))


def dip_terms(
    directory: Directory,
    rules: Rules,
    institutions: Mapping[str, Institution],
    primary_groups: frozenset[str] = frozenset(),
    decisions: Mapping[str, int] | None = None,
) -> DipTerms:
    """Terms from a directory: its scores, its means by year and level (level empty: all levels together), its coefficients."""
    means: dict[tuple[str, int, str], tuple[int, int]] = {}
    for mean in directory.means:
        for level in {mean.care_level, ""}:
            total, cases = means.get((mean.group_id, mean.year, level), (0, 0))
            means[mean.group_id, mean.year, level] = (total + mean.total_fen, cases + mean.cases)
    groups = {group.group_id: group for group in directory.groups}
    auxiliaries = coefficients_of(directory.auxiliaries)
    return DipTerms(rules, groups, means, auxiliaries, institutions, primary_groups, decisions or {})


def price_case(case: Case, terms: DipTerms) -> PricedCase:
    """The points of `case`: score × deviation × coefficients, rounded once; none without a group.

    A case for the experts has what they decided, else what the rule for undecided ones gives.
    """
    group = terms.groups.get(case.group_id)
    if group is None:
        return PricedCase(case, "ungrouped", "normal", Fraction(0))
    institution = terms.institutions.get(case.institution_id, UNKNOWN)
    measure = terms.measure(group, case.year, institution.care_level)
    coefficients = _coefficients(case, group, institution, terms)
    if case.case_id in terms.decisions:
        decided = Fraction(terms.decisions[case.case_id])
        return PricedCase(case, "review", "review", decided, group, measure, coefficients, is_decided=True)
    if terms.rules.method == "yuan":
        return _by_yuan(PricedCase(case, "", "", Fraction(0), group, measure, coefficients), institution, terms)
    return _by_score(PricedCase(case, "", "", Fraction(0), group, measure, coefficients), terms)


def _coefficients(case: Case, group: Group, institution: Institution, terms: DipTerms) -> dict[str, int]:
    """The institution's coefficient, or the fixed one of a primary-care group, and the auxiliary ones."""
    is_primary = group.group_id in terms.primary_groups and terms.rules.primary_ppm is not None
    first = (
        {"primary_group": terms.rules.primary_ppm or 0} if is_primary else {"institution": institution.coefficient_ppm}
    )
    found = {
        kind: rate
        for kind, name in sorted(case.classes.items())
        if (rate := terms.auxiliaries.get((kind, group.group_id, name), terms.auxiliaries.get((kind, "", name))))
    }
    if terms.rules.combine == "farthest" and found:
        kind = max(found, key=lambda one: (abs(found[one] - PPM), one))
        found = {kind: found[kind]}
    return first | found


def _by_score(begun: PricedCase, terms: DipTerms) -> PricedCase:
    case, group, measure, rules = begun.case, begun.group, begun.measure, terms.rules
    assert group is not None
    assert measure is not None
    kind = deviation_kind(case.total_fen, measure.mean, rules.cuts)
    full = _full(group.score_micro, tuple(begun.coefficients.values()))
    if kind == "review" and rules.review == "hold":
        return _priced(begun, "review", "review", Fraction(0))
    if kind == "normal":
        rule = "primary_same_price" if "primary_group" in begun.coefficients else kind
        return _priced(begun, rule, kind, full)
    cuts = rules.cuts if kind != "review" else {**rules.cuts, "review": _beyond(case.total_fen, measure)}
    return _priced(begun, kind, kind, full * deviation_factor(case.total_fen, measure.mean, cuts))


def _beyond(cost: int, measure: Measure) -> int:
    """A review cut above this very case, so that the formula for high costs goes on."""
    return cost * measure.cases * PPM // measure.total + 1


def _by_yuan(begun: PricedCase, institution: Institution, terms: DipTerms) -> PricedCase:
    """Scores in yuan: the standard, the cost or the cost less part of the standard; the best support; the assessment."""
    case, group, cuts = begun.case, begun.group, terms.rules.yuan_cuts
    assert group is not None
    standard = _full(group.score_micro, tuple(begun.coefficients.values())) / MICRO_POINTS_PER_FEN
    amount = exact_deviation_amount(case.total_fen, standard, cuts)
    best = max(institution.supports.values(), default=0)
    paid = amount * (PPM + best) * institution.assessment_ppm / (PPM * PPM)
    kind = "normal" if amount == standard else "low" if case.total_fen < standard else "high"
    return _priced(begun, kind, kind, paid * MICRO_POINTS_PER_FEN)


def _priced(begun: PricedCase, rule: str, deviation: str, exact: Fraction) -> PricedCase:
    return PricedCase(begun.case, rule, deviation, exact, begun.group, begun.measure, begun.coefficients)
