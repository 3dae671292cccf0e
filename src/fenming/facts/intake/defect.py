"""What can be wrong with a row: stable codes, the reason in words, and what to do about it."""

from dataclasses import dataclass

from fenming.kernel.language import _


@dataclass(frozen=True, slots=True)
class Defect:
    """`reason` may hold {field} and {value}, filled from the row."""

    code: str
    reason: str
    remedy: str


def defects() -> dict[str, Defect]:
    """All defects by code, in the current language."""
    return {
        defect.code: defect for defect in (*_cells(), *_identities(), *_rows(), *_places(), *_references(), *_cases())
    }


def _cells() -> tuple[Defect, ...]:
    return (
        Defect("value.missing", _("{field} is empty"), _("fill it in and import the row again")),
        Defect(
            "amount.unreadable",
            _("{field} '{value}' is no amount"),
            _("write yuan with at most two decimals, such as 1050.00"),
        ),
        Defect(
            "amount.too_fine",
            _("{field} '{value}' is finer than a fen"),
            _("export the amount as the platform settled it, in whole fen"),
        ),
        Defect(
            "date.unreadable",
            _("{field} '{value}' is no date"),
            _("write dates like 2024-06-30 and times like 2024-06-30 09:30:00"),
        ),
        Defect(
            "number.unreadable",
            _("{field} '{value}' is no number of this kind"),
            _("write plain digits, with at most the decimals the field allows"),
        ),
        Defect("flag.unreadable", _("{field} '{value}' is neither yes nor no"), _("write 1 or 0")),
        Defect(
            "row.ragged",
            _("the line does not have the columns of the header ({value})"),
            _("quote cells that hold the separator, and export the row again"),
        ),
        Defect(
            "row.encoding", _("the line is not written in the file's encoding"), _("export the whole file in UTF-8")
        ),
        Defect("date.reversed", _("{field} lies before the beginning ({value})"), _("correct the dates")),
    )


def _identities() -> tuple[Defect, ...]:
    remedy = _(
        "ask the platform for the settled amounts; if they were cut to whole yuan, a mapping may accept small differences"
    )
    return (
        Defect("identity.1", _("the line's total is not its four parts; difference {value} fen"), remedy),
        Defect(
            "identity.2",
            _("the bill's total is not excluded + over limit + upfront copay + eligible; difference {value} fen"),
            remedy,
        ),
        Defect("identity.3", _("the funds' total is not the sum of the funds; difference {value} fen"), remedy),
        Defect("identity.4", _("the bill's total is not funds + hospital + person; difference {value} fen"), remedy),
        Defect("identity.5", _("the person's part is not account + cash; difference {value} fen"), remedy),
        Defect(
            "identity.6",
            _("the amounts of one bill have mixed signs"),
            _("a bill has no negative amount and a refund no positive one"),
        ),
    )


def _rows() -> tuple[Defect, ...]:
    return (
        Defect("duplicate", _("the same row was already read ({value})"), _("nothing to do: it counts once")),
        Defect(
            "key.conflict",
            _("two rows have the same {field} but different content"),
            _("find out which one is right and remove the other"),
        ),
        Defect(
            "bill.not_valid",
            _("the platform marks the bill as not valid"),
            _("nothing to do, unless the mark is wrong"),
        ),
        Defect(
            "refund.without_original",
            _("an amount below zero names no bill it refunds"),
            _("give the refunded bill's id in init_setl_id"),
        ),
        Defect(
            "refund.original_missing",
            _("the refunded bill {value} is not among the bills"),
            _("import the file that holds the refunded bill, or correct it first"),
        ),
        Defect(
            "refund.other_person",
            _("the refunded bill {value} is another person's"),
            _("correct the refunded bill's id"),
        ),
        Defect(
            "refund.exceeds",
            _("the refunds of bill {value} are more than the bill"),
            _("find the refund that was booked twice or too high"),
        ),
        Defect(
            "refund.before_original",
            _("the refund is settled before the bill {value}"),
            _("correct the time of settlement"),
        ),
        Defect(
            "refund.positive",
            _("a refund of bill {value} has an amount above zero"),
            _("refunds carry amounts below zero"),
        ),
        Defect(
            "refund.missing",
            _("the bill is marked as refunded, but no refund of it was read"),
            _("import the file that holds its refund"),
        ),
        Defect(
            "bill.before_birth",
            _("the bill is settled before the person was born ({value})"),
            _("correct the date of birth or the person number"),
        ),
        Defect(
            "person.collision",
            _("two person numbers have the same pseudonym"),
            _("begin a new workspace: a new key separates them"),
        ),
    )


def _places() -> tuple[Defect, ...]:
    return (
        Defect(
            "care_level.unknown",
            _("the level of care '{value}' is not known"),
            _("give hosp_lv 1, 2 or 3, or primary, county, city, province"),
        ),
        Defect(
            "care_region.unknown",
            _("where care was given is not known: {field} '{value}' is no region code"),
            _(
                "give the institution's region code in fix_blng_admdvs, hand in the institution register, or, where all care"
                " was in one region, say which in a mapping file, under `fixed`, as care_region"
            ),
        ),
        Defect(
            "insured_region.unknown",
            _("where the person is insured is not known: {field} '{value}' is no region code"),
            _("give the region code in insu_admdvs, or judge by the pack of one county, whose code then counts"),
        ),
    )


def _references() -> tuple[Defect, ...]:
    return (
        Defect(
            "id.characters",
            _("{field} '{value}' has characters that an id may not have"),
            _("use letters, digits, - and _ only, because the id names figures and accounts"),
        ),
        Defect(
            "year.missing",
            _("the row has no year, but another one of the same kind has"),
            _("give the year in every row"),
        ),
        Defect(
            "person.unknown",
            _("the person is not in the insured register"),
            _("import the register that holds the person"),
        ),
        Defect(
            "institution.unknown",
            _("the institution {value} is not in the institution register"),
            _("add it to the institution register and import that"),
        ),
        Defect(
            "unit.unknown",
            _("the health unit {value} is not known"),
            _("import the table of health units that holds it, or the mergers, if it was merged into another"),
        ),
        Defect(
            "unit.no_residents",
            _("no insured resident belongs to the health unit {value}"),
            _("import the residents' register with hmu_code, or remove the unit"),
        ),
        Defect(
            "person.two_consortia",
            _("the person belongs to two consortia ({value})"),
            _("keep the one consortium that the person's health unit belongs to"),
        ),
        Defect(
            "review.cap",
            _("a review that caps a case gives no amount above zero"),
            _("write the cap in yuan in the column review_cap, or another result"),
        ),
        Defect(
            "case.unknown",
            _("the settlement list {value} is not among the cases"),
            _("import the settlement list first; if it was quarantined, correct it"),
        ),
        Defect(
            "bill.unknown",
            _("the bill {value} is not among the bills"),
            _("import the bill first; if it was quarantined, correct it"),
        ),
    )


def _cases() -> tuple[Defect, ...]:
    return (
        Defect(
            "case.negative_amount",
            _("{field} '{value}' (fen) of a settlement list lies below zero"),
            _("a list is never below zero: where the bill was refunded, leave the list out"),
        ),
        Defect("number.negative", _("{field} '{value}' lies below zero"), _("correct the number, or leave it empty")),
        Defect(
            "case.exceeds",
            _("a part of the settlement list is more than its total of {value} fen"),
            _("export the amounts of the list as the platform settled them"),
        ),
        Defect(
            "fund.kind_unknown",
            _("'{value}' is no kind of fund item"),
            _("write income, spend, balance, current, months, forecast_income or forecast_spend"),
        ),
    )
