"""A pack's benefits as relations: flat tables by scheme, care, level, area, referral and person, a set for each span of days."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa

from fenming.adjudication.cross_check.written import LATER_LAYERS, Written, at
from fenming.adjudication.law.words import (
    ADMISSIONS,
    AREAS,
    CARES,
    CATEGORIES,
    LEVELS,
    PERSONS,
    REFERRALS,
    SCHEMES,
    STAYS,
)
from fenming.policy import Pack

WHOLE = 1_000_000
ENDLESS = 10**17  # fen; no sum of a year comes near it
COUNTED_LATER = (*STAYS, "special_chronic", "chronic_outpatient")
FLOORS = {"local": "local", "other_city": "in_province", "out_of_province": "out_of_province"}
NO_BANDS: Mapping[str, Any] = {"steps": ()}

WORD, NUMBER, FLAG = pa.string(), pa.int64(), pa.bool_()
NUMBERS = pa.list_(NUMBER)
BANDS = pa.list_(pa.struct({"above": NUMBER, "until": NUMBER, "rate_ppm": NUMBER}))
CARE = {"span": NUMBER, "scheme": WORD, "care": WORD}
RELATIONS: Mapping[str, Mapping[str, pa.DataType]] = {
    "rule_span": {"span": NUMBER, "starts_on": pa.date32(), "ends_on": pa.date32()},
    "rule_scheme": {"span": NUMBER, "scheme": WORD, "annual_cap_on": WORD, "refund": WORD, "minor_under_age": NUMBER},
    "rule_care": {
        **CARE,
        **dict.fromkeys(("is_stay", "counts_to_critical_illness", "counts_to_medical_aid"), FLAG),
        **dict.fromkeys(
            ("deductible_basis", "segment_axis", "rounding", "third_party", "governing_date", "beyond"), WORD
        ),
        **dict.fromkeys(("deductible_yearly_total", "visit_cap", "annual_cap", "extra_disease_cap"), NUMBER),
        **dict.fromkeys(("annual_cap_max", "scheme_cap", "repeat_reduction", "slot"), NUMBER),
        **dict.fromkeys(("contracted_ppm", "age_ppm", "rate_max_ppm"), NUMBER),
        **dict.fromkeys(("repeat_factors_ppm", "repeat_standards"), NUMBERS),
    },
    "rule_place": {
        **CARE,
        "level": WORD,
        "area": WORD,
        "beyond": WORD,
        "segments": BANDS,
        **dict.fromkeys(("deductible", "repeat_minimum", "share_min", "share_max"), NUMBER),
        **dict.fromkeys(("share_ppm", "floor_ppm"), NUMBER),
    },
    "rule_referral": {**CARE, "area": WORD, "referral": WORD, "reduction_ppm": NUMBER, "copay_first_ppm": NUMBER},
    "rule_person": {
        **CARE,
        "person": WORD,
        "category": WORD,
        "addition_ppm": NUMBER,
        **dict.fromkeys(("person_factor_ppm", "category_factor_ppm"), NUMBER),
    },
    "rule_delivery": {**CARE, "delivery": WORD, "fixed_amount": NUMBER},
    "rule_critical": {
        "span": NUMBER,
        "scheme": WORD,
        "category": WORD,
        "bands": BANDS,
        "critical_base": WORD,
        **dict.fromkeys(
            ("critical_cap", "years_from", "year_addition", "no_claim_addition", "addition_max_ppm"), NUMBER
        ),
    },
    "rule_layer": {"span": NUMBER, "scheme": WORD, "layer": WORD, "category": WORD},
}
Rows = Iterator[tuple[str, dict[str, Any]]]


def rule_relations(pack: Pack, first: date | None, last: date | None) -> dict[str, pa.Table]:
    """The relations of all rules in force between two days, by name; amounts in fen, rates in ppm.

    Raises BadInput for days on which the pack says nothing at all.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in RELATIONS}
    for number, (start, end) in enumerate(_spans(pack, first, last) if first and last else ()):
        rows["rule_span"].append({"span": number, "starts_on": start, "ends_on": end})
        for scheme in SCHEMES[1:]:
            for name, row in _scheme(Written(pack.on(start), scheme)):
                rows[name].append({"span": number, "scheme": scheme, **row})
    return {name: pa.Table.from_pylist(rows[name], pa.schema(columns.items())) for name, columns in RELATIONS.items()}


def _spans(pack: Pack, first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last days of the times in which no rule of benefits changes."""
    versions = [one for each in pack.parameters() if each.name.startswith("benefits.") for one in each.versions]
    ends = {one.period.start for one in versions} | {one.period.end for one in versions if one.period.end is not None}
    starts = [first, *sorted(day for day in ends if first < day <= last), last + timedelta(days=1)]
    yield from ((start, after - timedelta(days=1)) for start, after in pairwise(starts))


def _scheme(written: Written) -> Rows:
    covered = [care for care in CARES[1:] if written.covers(care)]
    words = {"annual_cap_on": written.read("annual_cap_on", "payment"), "refund": written.read("refund", "new_event")}
    yield "rule_scheme", words | {"minor_under_age": written.read("minor_under_age", 0)}
    for care in covered:
        key = {"care": care}
        yield "rule_care", key | {"slot": CARES.index(care)} | _care(written, care)
        for name, row in (*_places(written, care), *_referrals(written, care), *_persons(written, care)):
            yield name, key | row
        yield from (("rule_delivery", key | row) for row in _deliveries(written, care))
    if written.names_of("critical_illness"):
        yield from (("rule_critical", _critical(written, category)) for category in CATEGORIES)
    for layer in LATER_LAYERS:
        yield from (("rule_layer", {"layer": layer, "category": one}) for one in _reached(written, layer))


def _care(written: Written, care: str) -> dict[str, Any]:
    def read(name: str, default: Any = None) -> Any:
        return written.of(care, name, default)

    counts = "yes" if care in COUNTED_LATER else "no"
    counted = read("counts_to_annual_cap", "yes") == "yes"
    return {
        "is_stay": care in STAYS,
        "beyond": written.beyond(care),
        "deductible_basis": read("deductible_basis", "each_visit"),
        "segment_axis": read("segment_axis", "base"),
        "rounding": read("rounding", "each_segment"),
        "third_party": read("third_party", "refused"),
        "governing_date": read("governing_date", "settlement"),
        "scheme_cap": written.read("annual_cap") if counted else None,
        "counts_to_critical_illness": read("counts_to_critical_illness", counts) == "yes",
        "counts_to_medical_aid": read("counts_to_medical_aid", counts) == "yes",
        "contracted_ppm": read("contracted_addition", 0),
        "age_ppm": read("age_addition", 0),
        "rate_max_ppm": read("rate_max", WHOLE),
        "repeat_reduction": read("repeat_reduction", 0),
        "repeat_factors_ppm": _by_admission(read("repeat_factor"), WHOLE),
        "repeat_standards": _by_admission(read("repeat_deductible"), None),
        **{name: read(name) for name in ("deductible_yearly_total", "visit_cap", "annual_cap")},
        **{name: read(name) for name in ("extra_disease_cap", "annual_cap_max")},
    }


def _by_admission(table: dict[str, int] | None, before: int | None) -> list[int | None]:
    """A value for each admission of the year; what is not named is as the one before it, `before` where none was named."""
    values: list[int | None] = []
    for word in ADMISSIONS:
        values.append((table or {}).get(word, values[-1] if values else before))
    return values


def _places(written: Written, care: str) -> Rows:
    for level in LEVELS:
        for area in AREAS:
            segments, unsaid = _segments(written, care, level, area), _unsaid(written, care, level, area)
            is_payable = segments is not None or written.of(care, "fixed_amount") is not None or unsaid is not None
            if not is_payable or not written.is_known(care, area):
                continue
            least = at(written.of(care, "repeat_minimum"), level)
            floor = at(written.of(care, "floor_rate", {}), FLOORS[area])
            row = {"level": level, "area": area, "segments": segments, "repeat_minimum": least, "floor_ppm": floor}
            yield "rule_place", row | _standard(written, care, level, area) | {"beyond": unsaid}


def _segments(written: Written, care: str, level: str, area: str) -> list[dict[str, int]] | None:
    """The bands of the base and their rates at one level in one area; None: not covered there."""
    local = at(written.of(care, "rate"), level)
    if area == "local":
        bands = written.of(care, f"segments.{level}")
        if bands is not None:
            return _bands(bands)
        rate = local
    else:
        rate = at(written.of(care, f"{area}_rate", local), level)
    return None if rate is None else _bands({"steps": ((0, rate),)})


def _unsaid(written: Written, care: str, level: str, area: str) -> str | None:
    """Where a care has segments only: they say nothing about care outside the local area."""
    only = written.of(care, f"segments.{level}") is not None and at(written.of(care, "rate"), level) is None
    return f"{area}_rate" if area != "local" and only and written.of(care, f"{area}_rate") is None else None


def _standard(written: Written, care: str, level: str, area: str) -> dict[str, Any]:
    """The listed deductible: an amount with a factor on it, or a share of the bill's total cost within two amounts."""
    listed = at(written.of(care, "deductible", 0), level) or 0
    if area == "local":
        return {"deductible": listed}
    own = at(written.of(care, f"{area}_deductible"), level)
    if own is None and area == "other_city":
        own = share(listed, written.of(care, "other_city_deductible_factor", WHOLE))
    share_ppm = written.of(care, f"{area}_deductible_rate") if own is None else None
    least, most = (written.of(care, f"{area}_deductible_{end}") for end in ("min", "max"))
    return {"deductible": listed if own is None else own, "share_ppm": share_ppm, "share_min": least, "share_max": most}


def _referrals(written: Written, care: str) -> Rows:
    for area in AREAS:
        for referral in REFERRALS:
            reduction = written.of(care, f"{referral}_reduction", 0)
            first = at(written.of(care, "copay_first", {}), referral) or 0
            row = {"reduction_ppm": reduction, "copay_first_ppm": first} if area != "local" else {}
            yield "rule_referral", {"area": area, "referral": referral, "reduction_ppm": 0, "copay_first_ppm": 0} | row


def _persons(written: Written, care: str) -> Rows:
    for person in PERSONS:
        for category in CATEGORIES:
            added = at(written.of(care, "addition_by_person", {}), person) or 0
            added += at(written.of(care, "addition_by_category", {}), category) or 0
            yield (
                "rule_person",
                {
                    "person": person,
                    "category": category,
                    "addition_ppm": added,
                    "person_factor_ppm": written.of(care, "deductible_factor_by_person", {}).get(person, WHOLE),
                    "category_factor_ppm": written.of(care, "deductible_factor_by_category", {}).get(category, WHOLE),
                },
            )


def _deliveries(written: Written, care: str) -> Iterator[dict[str, Any]]:
    fixed = written.of(care, "fixed_amount")
    if fixed is not None:
        kinds = fixed if isinstance(fixed, dict) else {None: fixed}
        yield from ({"delivery": kind, "fixed_amount": amount} for kind, amount in kinds.items())


def _critical(written: Written, category: str) -> dict[str, Any]:
    def read(name: str, default: Any = None) -> Any:
        return written.read(f"critical_illness.{name}", default)

    deductible = read("deductible", 0)
    if isinstance(deductible, dict):
        deductible = deductible.get(category, deductible["ordinary"])
    factor = read("deductible_factor_by_category", {}).get(category, WHOLE)
    added = read("addition_by_category", {}).get(category, 0)
    return {
        "category": category,
        "bands": _bands_above(read("tiers", NO_BANDS), share(deductible, factor), added, read("tier_axis", "absolute")),
        "critical_base": read("base", "eligible_after_pool"),
        "critical_cap": at(read("annual_cap"), category),
        "years_from": read("continuous_years_from", 0),
        "year_addition": read("continuous_year_addition", 0),
        "no_claim_addition": read("no_claim_year_addition", 0),
        "addition_max_ppm": read("addition_max"),
    }


def _bands(tiers: Mapping[str, Any]) -> list[dict[str, int]]:
    """Tiers as bands that know where they end."""
    ends = [above for above, _rate in tiers["steps"][1:]] + [ENDLESS]
    return [
        {"above": above, "until": until, "rate_ppm": rate}
        for (above, rate), until in zip(tiers["steps"], ends, strict=True)
    ]


def _bands_above(tiers: Mapping[str, Any], deductible: int, added: int, axis: str) -> list[dict[str, int]]:
    """The bands of a year's amount on which a layer pays: what exceeds the deductible, or what lies above it."""
    shift = deductible if axis == "excess" else 0
    bands = ((max(one["above"] + shift, deductible), one["until"] + shift, one["rate_ppm"]) for one in _bands(tiers))
    return [
        {"above": above, "until": until, "rate_ppm": min(rate + added, WHOLE)}
        for above, until, rate in bands
        if until > above
    ]


def _reached(written: Written, layer: str) -> Iterator[str | None]:
    """The categories of persons to whom a later layer may pay; None: to everyone it marks."""
    if not written.names_of(layer):
        return
    if layer == "civil_servant":
        yield None
        return
    rates = (written.read(f"{layer}.{name}", {}) for name in ("rate", "tilt_rate"))
    named = [set(rate if isinstance(rate, dict) else CATEGORIES[1:]) for rate in rates if rate != {}]
    yield from sorted(set().union(*named))


def share(amount: int, rate_ppm: int) -> int:
    """The share of an amount that is not negative, halves rounded up."""
    return (2 * amount * rate_ppm + WHOLE) // (2 * WHOLE)
