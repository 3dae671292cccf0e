"""Findings on rows that are accepted all the same: what a reader of the results should know."""

from collections.abc import Iterator

from fenming.engines.local import run
from fenming.facts.intake.care_remark import remark_care
from fenming.facts.intake.cases import remark_cases
from fenming.facts.intake.cells import FIRST_IDENTITY
from fenming.facts.intake.identity import IDENTITIES, Identity, OneSign
from fenming.facts.intake.settling import Settling
from fenming.kernel.finding import Finding
from fenming.kernel.language import _

YUAN_FEN = 100
# What the letter in a bill says, as the levels it may stand for; 9 says nothing.
_FITS = """CASE good.care_level WHEN '1' THEN ['primary'] WHEN '2' THEN ['county', 'city'] WHEN '3' THEN ['county', 'city', 'province']
    WHEN '9' THEN NULL ELSE [good.care_level] END"""


def remark(settling: Settling) -> None:
    """Add the findings for one table's good rows to `settling.findings`."""
    settling.findings.extend(_without_rows(settling))
    settling.findings.extend(_accepted_notes(settling))
    settling.findings.extend(_cut_to_yuan(settling))
    settling.findings.extend(remark_care(settling))
    if settling.table.name == "bill":
        settling.findings.extend(_bills(settling))
    if settling.table.name == "fee_line":
        settling.findings.extend(_sums_of_lines(settling))
    if settling.table.name == "case":
        settling.findings.extend(remark_cases(settling))


def _cut_to_yuan(settling: Settling) -> Iterator[Finding]:
    """Money columns that hold whole yuan only, where they miss their total by less than one yuan."""
    for place, identity in enumerate(IDENTITIES.get(settling.table.name, ())):
        if not isinstance(identity, OneSign):
            yield from _cut_parts(settling, FIRST_IDENTITY + place, identity)


def _cut_parts(settling: Settling, defect: int, identity: Identity) -> Iterator[Finding]:
    whole = ", ".join(f"bool_and({part} % {YUAN_FEN} = 0) AND bool_or({part} <> 0)" for part in identity.parts)
    near = f"defect = {defect} AND abs({identity.difference}) < {YUAN_FEN}"
    query = f"SELECT ordinal, count(*), sum(touched_fen)::BIGINT, {whole} FROM staged WHERE {near} GROUP BY ordinal ORDER BY ordinal"
    for ordinal, rows, fen, *is_whole in run(settling.connection, query):
        for part in (part for part, is_cut in zip(identity.parts, is_whole, strict=True) if is_cut):
            field = settling.table.column(part).names[0]
            yield Finding(
                "amount.cut_to_yuan",
                _("{field} holds whole yuan only, where amounts miss their total by less than one").format(field=field),
                settling.batches[ordinal].where,
                _("its fen were cut off before it was exported; nothing is corrected here"),
                _(
                    "export it again with its fen, or accept small differences in a mapping file:"
                    " accept_identity_differences_below: 1.00 元"
                ),
                rows,
                fen or 0,
            )


def _without_rows(settling: Settling) -> Iterator[Finding]:
    """Files that hold a header and nothing below it."""
    for batch in settling.batches:
        if not batch.rows:
            yield Finding(
                "file.no_rows",
                _("the file has no rows"),
                batch.where,
                _("it is a header with nothing below it"),
                _("export it again, unless there is nothing to hand in"),
            )


def _sums_of_lines(settling: Settling) -> Iterator[Finding]:
    """Bills whose fee lines, where there are any, do not add up to what the bill says."""
    parts = ("total_fen", "excluded_fen", "over_limit_fen", "upfront_copay_fen", "eligible_fen")
    sums = ", ".join(f"sum({part})::BIGINT AS {part}" for part in parts)
    differs = " OR ".join(f"line.{part} <> bill.{part}" for part in parts)
    bills, fen, example = run(
        settling.connection,
        f"""SELECT count(*), sum(abs(line.total_fen - bill.total_fen))::BIGINT, min(bill_id)
        FROM (SELECT bill_id, {sums} FROM good GROUP BY bill_id) AS line JOIN {settling.scan("bill")} AS bill USING (bill_id)
        WHERE {differs}""",
    )[0]
    if bills:
        yield Finding(
            "fee_line.sum",
            _("fee lines do not add up to their bill, for example bill {bill}").format(bill=example),
            "fee_line",
            _("a line is missing, doubled or set aside, or the bill was changed after its lines"),
            _("export bill and lines again together; the year is settled on the bills"),
            bills,
            fen or 0,
        )


def _accepted_notes(settling: Settling) -> Iterator[Finding]:
    counted = (
        "SELECT note, count(*), sum(touched_fen)::BIGINT FROM good WHERE note IS NOT NULL GROUP BY note ORDER BY note"
    )
    for note, rows, fen in run(settling.connection, counted):
        if note == "price.finer_than_fen":
            what, why = (
                _("unit prices finer than a fen are kept in millionths of a yuan only"),
                _("line totals are whole fen and stay as they are"),
            )
        else:
            what, why = _("identity differences were accepted"), _("the mapping accepts small differences")
        yield Finding(note, what, settling.table.name, why, _("nothing to do, unless it is unexpected"), rows, fen or 0)


def _bills(settling: Settling) -> Iterator[Finding]:
    run(
        settling.connection,
        f"""CREATE OR REPLACE TEMP TABLE kind_of_bill AS
        SELECT year, care_type, coalesce(NOT list_contains(fits, place.care_level), false) AS is_other_level,
            coalesce(care_region <> place.region, false) AS is_other_region, rows, fen
        FROM (SELECT year(settled_at) AS year, institution_id, care_type, care_region, {_FITS} AS fits, count(*) AS rows, sum(touched_fen) AS fen
              FROM good GROUP BY ALL) LEFT JOIN {settling.scan("institution")} AS place USING (institution_id)""",
    )
    yield from _counted(
        settling, "care_level.differs", "is_other_level",
        (_("the level of care in bills differs from the institution register"), _("the register decides")),
    )  # fmt: skip
    yield from _counted(
        settling, "care_region.differs", "is_other_region",
        (_("the region of care in bills differs from the institution register"), _("the register decides")),
    )  # fmt: skip
    yield from _counted(
        settling, "bill.other_year", "year <> (SELECT year FROM kind_of_bill GROUP BY year ORDER BY sum(rows) DESC, year LIMIT 1)",
        (_("bills are settled outside the year that most belong to"), _("a run counts only its own year")),
    )  # fmt: skip
    known = "('11', '12', '13', '19', '14', '21', '22', '23', '24', '52')"
    yield from _counted(
        settling, "care_type.other", f"care_type NOT IN {known}",
        (_("bills of other kinds of care are kept but not adjudicated"), _("their med_type is local or outside the plan")),
    )  # fmt: skip


def _counted(settling: Settling, code: str, condition: str, words: tuple[str, str]) -> Iterator[Finding]:
    rows, fen = run(
        settling.connection, f"SELECT sum(rows)::BIGINT, sum(fen)::BIGINT FROM kind_of_bill WHERE {condition}"
    )[0]
    if rows:
        yield Finding(
            code,
            words[0],
            "bill",
            words[1],
            _("check the register and the export where this is unexpected"),
            rows,
            fen or 0,
        )
