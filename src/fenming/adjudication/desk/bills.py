"""The canonical bill table as the loop reads it: one int64 row per field, one column per bill."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.law.codes import numbers, places
from fenming.adjudication.law.words import (
    AREAS,
    CARES,
    CATEGORIES,
    DELIVERIES,
    LEVELS,
    MINOR,
    NEWBORN,
    PERSONS,
    REFERRALS,
    REFERRED,
    SCHEMES,
)
from fenming.adjudication.plan.claim import NO_STAY, NOT_STATED, Claim, Place
from fenming.engines.persons import EVERYONE, Persons, groups_of, metadata_of
from fenming.engines.persons import batches as rows_of
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _

DAY_US = 86_400_000_000
MOST_FEN = 10**11
FIELDS = Place._fields + Claim._fields
AMOUNTS = {
    "person": "person_id",
    "original": "refund_row",
    "level": "level",
    "area": "area",
    "total_fen": "total_fen",
    "eligible_fen": "eligible_fen",
    "upfront_fen": "upfront_copay_fen",
    "platform_pool_fen": "platform_pool_fen",
    "age": "age",
    "supply_days": "supply_days",
    "continuous_years": "continuous_years",
    "no_claim_years": "no_claim_years",
    "is_civil_servant": "is_civil_servant",
    "is_contracted": "is_contracted",
    "is_third_party": "is_third_party",
    "goes_on": "is_mid_stay",
}
MAY_BE_EMPTY = {
    "platform_deductible_fen": "platform_deductible_fen",
    "platform_critical_illness_fen": "platform_critical_illness_fen",
    "account_balance_fen": "account_balance_fen",
}
DATES = {"began": "began_on", "ended": "ended_on"}
GIVEN = ("platform_hospital_fen", "platform_other_fen")
ADJUDICATED_OTHERS = (
    "platform_civil_servant_fen",
    "platform_large_amount_fen",
)  # inside platform_other_fen, but ours to judge
CODED = ("scheme", "care_type", "disease_id", "person_type", "aid_category", "delivery_kind")
NEEDED = (
    "person_id",
    "refund_row",
    "row",
    "settled_at",
    "scheme",
    "care_type",
    "level",
    "area",
    "total_fen",
    "eligible_fen",
)
FLAGS = ("is_referred", "is_newborn")
ZERO_IF_EMPTY = {*FLAGS, *AMOUNTS.values(), *GIVEN, *ADJUDICATED_OTHERS} - {"age"}  # who is 0 years old is a minor
READ = (
    *("row", "settled_at", *FLAGS),
    *CODED,
    *AMOUNTS.values(),
    *MAY_BE_EMPTY.values(),
    *DATES.values(),
    *GIVEN,
    *ADJUDICATED_OTHERS,
)


def batches(paths: Sequence[Path], rows: int, persons: Persons = EVERYONE) -> Iterator[pa.RecordBatch]:
    """The bills of these persons in all files in order, at most `rows` at a time; columns that a file leaves empty are not read."""
    for path in paths:
        columns = filled_columns(metadata_of(path), persons)
        coded = [name for name in CODED if name in columns]
        yield from rows_of([path], columns, rows, persons=persons, dictionary=coded)


def filled_columns(metadata: Any, persons: Persons = EVERYONE) -> list[str]:
    """The columns adjudication reads of which the statistics of these persons' row groups do not say that they hold nothing.

    Nothing is an empty cell or, where an empty cell counts as zero, a zero.
    """
    places = {name: place for place, name in enumerate(metadata.schema.names) if name in READ}
    kept = {name for name in NEEDED if name in places}
    for group in groups_of(metadata, persons):
        part = metadata.row_group(group)
        for name in places.keys() - kept:
            if _holds_something(
                part.column(places[name]).statistics, part.num_rows, is_zero_nothing=name in ZERO_IF_EMPTY
            ):
                kept.add(name)
    return [name for name in READ if name in kept]


def _holds_something(known: Any, rows: int, *, is_zero_nothing: bool) -> bool:
    if known is None or known.null_count is None:
        return True
    if is_zero_nothing and known.has_min_max and not known.min and not known.max:
        return False
    return bool(known.null_count < rows)


def field(bills: Any, name: str) -> Any:
    """One field of all bills."""
    return bills[FIELDS.index(name)]


def fill(bills: Any, batch: pa.RecordBatch, facts: Facts) -> None:
    """Write the batch into `bills`, which has room for just these. `original` still counts rows of the whole table."""
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    for name, column in AMOUNTS.items():
        field(bills, name)[:] = numbers(columns[column]) if column in columns else 0
    for name, column in MAY_BE_EMPTY.items():
        field(bills, name)[:] = numbers(columns[column], NOT_STATED) if column in columns else NOT_STATED
    settled = np.floor_divide(columns["settled_at"].view(pa.int64()).to_numpy(), DAY_US)
    for name, column in DATES.items():
        field(bills, name)[:] = numbers(columns[column]) if column in columns else settled
    field(bills, "day")[:] = settled
    field(bills, "stay")[:] = NO_STAY
    _fill_given(bills, columns)
    _fill_words(bills, columns, facts)
    _check_codes(bills)
    _check_amounts(bills)
    _leave_out(bills, facts.rules.days)
    _fill_registrations(bills, facts)
    govern(bills, facts)
    field(bills, "start")[:] = facts.starts.places(bills)


def _fill_given(bills: Any, columns: dict[str, Any]) -> None:
    given = field(bills, "given_fen")
    given[:] = 0
    for name in GIVEN:
        if name in columns:
            given += numbers(columns[name])
    for name in ADJUDICATED_OTHERS:
        if name in columns:
            given -= numbers(columns[name])


def _fill_words(bills: Any, columns: dict[str, Any], facts: Facts) -> None:
    """Codes as places of words; a registered disease may lead to a care of its own."""
    codes = facts.codes
    scheme, care, disease = (field(bills, name) for name in ("scheme", "care", "disease"))
    scheme[:] = places(columns["scheme"], codes, "scheme", SCHEMES)
    care[:] = places(columns["care_type"], codes, "care", CARES)
    disease[:] = places(columns["disease_id"], codes, "disease", facts.rules.diseases) if "disease_id" in columns else 0
    if facts.care_of_disease.any():
        own = facts.care_of_disease[disease]
        np.copyto(care, own, where=(care == CARES.index("chronic_outpatient")) & (own > 0))
    care[scheme == 0] = 0
    scheme[care == 0] = 0
    referral = field(bills, "referral")
    referral[:] = numbers(columns["is_referred"]) * REFERRED if "is_referred" in columns else 0
    by_care = places(columns["care_type"], codes, "referral", REFERRALS)
    np.copyto(referral, by_care, where=by_care > 0)
    for name, column, words in (
        ("person_group", "person_type", PERSONS),
        ("category", "aid_category", CATEGORIES),
        ("delivery", "delivery_kind", DELIVERIES),
    ):
        section = {"person_group": "person"}.get(name, name)
        field(bills, name)[:] = places(columns[column], codes, section, words) if column in columns else 0
    _fill_young(bills, columns, facts)


def _fill_young(bills: Any, columns: dict[str, Any], facts: Facts) -> None:
    """Minors by age, where the scheme says until when; newborns as marked."""
    group = field(bills, "person_group")
    if "age" in columns and facts.has_minors:
        under = facts.of_scheme(bills, "minor_under_age")
        group[(numbers(columns["age"], 1 << 20) < under) & (group == 0)] = MINOR
    if "is_newborn" in columns:
        group[numbers(columns["is_newborn"]).astype(bool)] = NEWBORN


def _leave_out(bills: Any, settled: tuple[int, int]) -> None:
    """Bills settled before the first or after the last of these days fall out of the plan: they pay nothing and change no year."""
    day, (first, last) = field(bills, "day"), settled
    outside = (day < first) | (day > last)
    for name in ("care", "scheme"):
        field(bills, name)[outside] = 0
    field(bills, "original")[outside] = -1
    day[outside] = first


def _fill_registrations(bills: Any, facts: Facts) -> None:
    diseases = field(bills, "diseases")
    diseases[:] = 0
    registered = np.flatnonzero(facts.is_registered_care[field(bills, "care")])
    person, day = (field(bills, name)[registered] for name in ("person", "day"))
    diseases[registered] = facts.registrations.count(person, day)


def govern(bills: Any, facts: Facts) -> None:
    """The day and month that decide rules and year: of settlement, unless the care's rules of that day name discharge or admission."""
    if facts.has_other_days:
        by = facts.of_care(bills, "governing_date")
        for place, name in ((1, "ended"), (2, "began")):
            np.copyto(field(bills, "day"), field(bills, name), where=by == place)
    field(bills, "month")[:] = facts.months_of(field(bills, "day"))


def _check_codes(bills: Any) -> None:
    """Codes lead into lists of rules: one beyond its list must never reach the compiled loop."""
    for name, words in (("level", LEVELS), ("area", AREAS)):
        codes, most = field(bills, name), len(words) - 1
        if codes.size and (codes.min() < 0 or codes.max() > most):
            raise BadInput(
                "adjudication.unknown_code",
                _("a bill has the {field} code {code}").format(field=name, code=min(codes.min(), most + 1)),
                _("bill.{field}").format(field=name),
                _("known are 0 to {most}").format(most=most),
                _("import the bills again"),
            )


def _check_amounts(bills: Any) -> None:
    """The compiled loop counts in 64 bits: amounts that could leave them must never reach it."""
    for name in ("total_fen", "eligible_fen", "upfront_fen", "given_fen"):
        amounts = field(bills, name)
        if amounts.size and (amounts.min() < -MOST_FEN or amounts.max() > MOST_FEN):
            raise BadInput(
                "adjudication.amount_too_large",
                _("a bill has an amount of {amount} yuan").format(
                    amount=format_yuan(int(amounts[np.argmax(np.abs(amounts))]))
                ),
                _("bill.{field}").format(field=name),
                _("no bill is larger than {amount} yuan").format(amount=format_yuan(MOST_FEN)),
                _("correct the bill in its file and import it again"),
            )


def place_refunds(bills: Any, first_row: int) -> None:
    """Let `original` count from the first of these bills of whole persons, which is row `first_row` of the table.

    Raises BadInput unless each refund leads to one earlier bill of the same person that nothing else refunds.
    """
    original, person = field(bills, "original"), field(bills, "person")
    refunds = np.flatnonzero(original >= 0)
    targets = original[refunds] - first_row
    original[refunds] = targets
    good = (targets >= 0) & (targets < refunds)
    good[good] = (person[targets[good]] == person[refunds[good]]) & (original[targets[good]] < 0)
    _first_places, first, times = np.unique(targets, return_index=True, return_counts=True)
    good[first[times > 1]] = False
    if not good.all():
        raise _bad_refund(first_row + int(refunds[~good][0]))


def _bad_refund(row: int) -> BadInput:
    return BadInput(
        "adjudication.bad_refund",
        _("a refund does not lead to one earlier bill of the same person, refunded once"),
        _("bill.refund_row, row {row}").format(row=row),
        _("what a refund gives back is what its original was paid"),
        _("import the bills again, so that refunds are paired anew"),
    )
