"""By what a directory is built: every number with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fenming.kernel import BadInput, Figure, Finding
from fenming.kernel.language import _
from fenming.policy import Policy

FORMAT = "1"
ROOM = "payment.dip"
OPTIONAL = ("age_bands", "readmission_days", "early_death_days", "long_stay_times", "reference_amount")
SCORE_UNITS = ("thousand", "amount", "yuan")


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one directory.

    Cuts count letters and digits of a code. `year_weights` stand oldest first. `score_unit`: `thousand` times the ratio to
    the region (or to the group `reference`), cost in units of `reference_amount` fen, or one `yuan` a point. Bands, windows and
    times that are None are not used, and the directory says so. `origin` says of each whether a clause or an option set it.
    """

    core_case_threshold: int
    diagnosis_characters: int
    procedure_characters: int
    category_characters: int
    related_procedure_share: int
    year_weights: tuple[int, ...]
    score_unit: str
    reference: str = ""
    reference_amount: int | None = None
    age_bands: tuple[int, ...] | None = None
    readmission_days: int | None = None
    early_death_days: int | None = None
    long_stay_times: int | None = None
    origin: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for the manifest."""
        return {
            name: list(value) if isinstance(value := getattr(self, name), tuple) else value
            for name in self.__slots__
            if name != "origin"
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], origin: Mapping[str, str]) -> "Terms":
        """The terms that `as_dict` wrote."""
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return cls(**{**values, **lists}, origin=dict(origin))


def build_terms(policy: Policy, given: Mapping[str, Any]) -> Terms:
    """The terms that `policy` writes under `payment.dip`, with what the user has `given` in their place.

    Raises BadInput where a number was never seen and is not given either.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    values: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for name in Terms.__slots__:
        if name in {"origin", "reference"}:
            continue
        if name in chosen:
            values[name], origin[name] = chosen[name], "option"
        elif (figure := _written(policy, name)) is not None:
            values[name], origin[name] = _value(figure), _where(figure)
    values["reference"] = chosen.get("reference", "")
    terms = Terms(**values, origin=origin)
    _check(terms)
    return terms


def _written(policy: Policy, name: str) -> Figure | None:
    parameter = f"{ROOM}.{name}"
    if name in OPTIONAL:
        return policy.get(parameter)
    try:
        return policy[parameter]
    except BadInput as problem:
        option = "--" + {"core_case_threshold": "threshold"}.get(name, name).replace("_", "-")
        findings = tuple(_with_option(one, option) for one in problem.findings)
        raise BadInput(findings=findings) from None


def _with_option(finding: Finding, option: str) -> Finding:
    said = _("or give it yourself with {option}; the directory then says that it was given").format(option=option)
    return replace(finding, remedy=_("; ").join([finding.remedy, said]))


def _value(figure: Figure) -> Any:
    value = figure.value
    return tuple(value.values()) if isinstance(value, Mapping) else value


def _where(figure: Figure) -> str:
    cite = figure.cite
    return f"{cite.document} · {cite.clause} · {cite.grade.word}" if cite else figure.verb


def _check(terms: Terms) -> None:
    wrong = {
        "core_case_threshold": terms.core_case_threshold < 1,
        "diagnosis_characters": not 3 <= terms.diagnosis_characters <= 10,
        "procedure_characters": not 2 <= terms.procedure_characters <= 10,
        "category_characters": not 1 <= terms.category_characters <= terms.diagnosis_characters,
        "year_weights": min(terms.year_weights, default=0) < 1,
        "score_unit": terms.score_unit not in SCORE_UNITS,
        "reference_amount": terms.score_unit == "amount" and not terms.reference_amount,
    }
    for name in (name for name, is_wrong in wrong.items() if is_wrong):
        raise BadInput(
            "dip.bad_term",
            what=_("'{value}' cannot be used for {name}").format(value=getattr(terms, name), name=name),
            where=terms.origin.get(name, ""),
            why=_("thresholds and amounts are positive, cuts lie within the code, weights are positive"),
            remedy=_("see docs/dip.md for what each may be"),
        )
