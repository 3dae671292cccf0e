"""Settlement lists (结算清单): what sets one aside, what a reader should know of those accepted, and what is made of words."""

from collections.abc import Iterator

from fenming.engines.local import run
from fenming.facts.intake.settling import Check, Settling
from fenming.kernel.finding import Finding
from fenming.kernel.language import _

# Settlement lists write the kind of insurance as 1 or 2 (hi_type); bills write the scheme's own code.
CASE_DECIDED = {
    "scheme": "CASE scheme WHEN '1' THEN '310' WHEN '2' THEN '390' ELSE scheme END",
    "sex": "CASE sex WHEN '男' THEN '1' WHEN '女' THEN '2' ELSE sex END",
    "stay_days": "coalesce(stay_days, greatest(discharged_on - admitted_on, 1))",
}
_MONEY = ("total_fen", "excluded_fen", "upfront_copay_fen", "fund_fen", "person_fen")
_MEASURES = ("age_days", "birth_weight_g", "admission_weight_g", "stay_days", "icu_hours")
_FITTING_STAY = "stay_days IN (discharged_on - admitted_on, greatest(discharged_on - admitted_on, 1))"
_PAID_BY_GROUP = "payment_method IN ('3', '4') AND refund_of IS NULL AND NOT coalesce(is_mid_stay, false)"


def reject_unfit_cases(settling: Settling) -> None:
    """Set aside lists of unknown institutions, reversed dates, and numbers that cannot be."""
    known = f"SELECT institution_id FROM {settling.scan('institution')}"
    is_unknown = f"institution_id NOT IN ({known})" if settling.needs_registers else "false"
    settling.reject(
        Check("institution.unknown", is_unknown, "fixmedins_code", "institution_id"),
        Check("date.reversed", "discharged_on < admitted_on", "dscg_time", "admitted_on || ' > ' || discharged_on"),
        *(_negative(settling, name, "case.negative_amount") for name in _MONEY),
        *(_negative(settling, name, "number.negative") for name in _MEASURES),
        Check("case.exceeds", "greatest(fund_fen, person_fen) > total_fen", "medfee_sumamt", "total_fen"),
        Check("case.exceeds", "excluded_fen + upfront_copay_fen > total_fen", "medfee_sumamt", "total_fen"),
    )


def _negative(settling: Settling, name: str, code: str) -> Check:
    return Check(code, f"{name} < 0", settling.table.column(name).names[0], name)


def remark_cases(settling: Settling) -> Iterator[Finding]:
    """What does not agree among lists, or between lists and bills, although each can be kept as it is."""
    yield from _stays(settling)
    if "bill" in settling.known:
        yield from _beside_bills(settling)


def _stays(settling: Settling) -> Iterator[Finding]:
    yield from _found(
        settling, "case.stay_days", f"SELECT case_id AS id, total_fen AS fen FROM good WHERE NOT {_FITTING_STAY}",
        (
            _("days of stay do not follow from the days of admission and discharge, for example list {example}"),
            _("leave from the ward, or a date that was corrected in one place only"),
            _("nothing to do where patients were on leave; otherwise correct the list and import it again"),
        ),
    )  # fmt: skip
    stay = "person_id, institution_id, admitted_on, discharged_on"
    once = f"SELECT {stay}, min(case_id) AS id, max(total_fen) AS fen, count(DISTINCT case_id) AS lists FROM good GROUP BY {stay}"
    yield from _found(
        settling, "case.same_stay", f"SELECT id, fen FROM ({once}) WHERE lists > 1",
        (
            _("one stay has several settlement lists with ids of their own, for example list {example}"),
            _("the list was uploaded again under another id, or one stay was settled in parts"),
            _("each list counts as a case: withdraw those that stand for the same stay"),
        ),
    )  # fmt: skip


def _beside_bills(settling: Settling) -> Iterator[Finding]:
    _join_bills(settling)
    yield from _found(
        settling, "case.total_differs", "SELECT id, abs(list_fen - bill_fen) AS fen FROM case_and_bill WHERE list_fen <> bill_fen",
        (
            _("settlement lists name another total than their bill, for example list {example}"),
            _("the bill was settled anew after the list was uploaded"),
            _("ask the institution to upload the list again; cases are priced on the list as it is"),
        ),
    )  # fmt: skip
    yield from _found(
        settling, "case.refunded", "SELECT id, list_fen AS fen FROM case_and_bill WHERE list_fen IS NOT NULL AND left_fen = 0",
        (
            _("settlement lists belong to bills that were wholly refunded, for example list {example}"),
            _("a refund does not take back the list"),
            _("withdraw the list, unless the stay was settled again under another id"),
        ),
    )  # fmt: skip
    yield from _found(
        settling, "case.missing", f"SELECT id, bill_fen AS fen FROM case_and_bill WHERE list_fen IS NULL AND left_fen > 0 AND {_PAID_BY_GROUP}",
        (
            _("stays paid by case group have no settlement list, for example bill {example}"),
            _("the institution has not uploaded it, or it was set aside"),
            _("without a list a stay is in no group and earns no points: ask the institution for it"),
        ),
    )  # fmt: skip
    yield from _found(
        settling, "case.no_bill", """SELECT case_id AS id, total_fen AS fen FROM good WHERE case_id NOT IN (SELECT id FROM case_and_bill)
            AND year(discharged_on) IN (SELECT DISTINCT settled_in FROM case_and_bill WHERE list_fen IS NOT NULL)""",
        (
            _("settlement lists of a year with bills belong to none of them, for example list {example}"),
            _("the bill was set aside or not exported, or the list has an id of its own"),
            _("give the bill's setl_id with the list, and import the bill"),
        ),
    )  # fmt: skip


def _join_bills(settling: Settling) -> None:
    """Make the table `case_and_bill`: inpatient bills with the list of the same id, if any, and what refunds left of them."""
    bill = settling.scan("bill")
    run(
        settling.connection,
        f"""CREATE OR REPLACE TEMP TABLE case_and_bill AS
        SELECT bill_id AS id, payment_method, refund_of, is_mid_stay, year(settled_at) AS settled_in, bill.total_fen AS bill_fen,
            good.total_fen AS list_fen, bill.total_fen + coalesce(refunded.fen, 0) AS left_fen
        FROM {bill} AS bill LEFT JOIN good ON good.case_id = bill_id
        LEFT JOIN (SELECT refund_of AS refunded_id, sum(total_fen) AS fen FROM {bill} WHERE refund_of IS NOT NULL GROUP BY refund_of)
            AS refunded ON refunded_id = bill_id
        WHERE care = 3 OR good.case_id IS NOT NULL""",
    )


def _found(settling: Settling, code: str, query: str, words: tuple[str, str, str]) -> Iterator[Finding]:
    """One finding over the rows (id, fen) of `query`; `words` are what, why and what to do."""
    rows, fen, example = run(settling.connection, f"SELECT count(*), sum(fen)::BIGINT, min(id) FROM ({query})")[0]
    if rows:
        what, why, remedy = words
        yield Finding(code, what.format(example=example), "case", why, remedy, rows, fen or 0)
