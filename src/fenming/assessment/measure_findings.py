"""What is said of measures that could not be counted, or not for everybody."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from fenming.assessment.measure import Measure, known_measures
from fenming.kernel import Finding
from fenming.kernel.language import _, language

LISTED = 5  # parties that a finding names


def called(measure: Measure) -> str:
    """The measure's name in the user's language."""
    return measure.label if language() == "zh" else measure.label_en


def no_table(table: str, left_out: Sequence[str]) -> Finding:
    return Finding(
        "assessment.table_missing",
        _("the table {table} was not imported; {count} measures cannot be counted without it: {listed}").format(
            table=table, count=len(left_out), listed=", ".join(left_out)
        ),
        table,
        _("what is missing is never counted as zero"),
        _("import it: fenming import FILE… --workspace W"),
    )


def no_rows(measure: Measure, year: int) -> Finding:
    return Finding(
        "assessment.rows_missing",
        _("{measure} has no rows for {year}").format(measure=called(measure), year=year),
        ", ".join(measure.query.needs),
        _("a year nobody reported on is missing, not zero"),
        _("import the rows of that year"),
    )


def silent_parties(measure: Measure, parties: Sequence[str]) -> Iterator[Finding]:
    if parties:
        yield Finding(
            "assessment.party_missing",
            _("{measure} is missing for {count} parties: {listed}").format(
                measure=called(measure), count=len(parties), listed=_some(parties)
            ),
            ", ".join(measure.query.needs),
            _("what is missing is never counted as zero"),
            _("hand in their rows and import them again"),
            rows=len(parties),
        )


def unknown_parties(measure: Measure, parties: Sequence[str]) -> Iterator[Finding]:
    if parties:
        yield Finding(
            "assessment.party_unknown",
            _("{measure} has rows of {count} parties that no register names: {listed}").format(
                measure=called(measure), count=len(parties), listed=_some(parties)
            ),
            ", ".join(measure.query.needs),
            _("they count for the county and for nobody below it"),
            _("add them to the register, or name their successors in unit_merger"),
            rows=len(parties),
        )


def unknown_care(bills: int) -> Finding:
    return Finding(
        "assessment.care_unknown",
        _("{count} bills are of kinds of care that the pack does not know").format(count=bills),
        "bill",
        _("their money is counted; as visits or stays they are not"),
        _("add their codes to the section care of codes.yaml"),
        rows=bills,
    )


def no_measure(name: str, where: str = "") -> Finding:
    near = get_close_matches(name, known_measures(), n=3)
    return Finding(
        "assessment.measure_unknown",
        _("there is no measure '{name}'").format(name=name),
        where,
        _("the nearest names are: {names}").format(names=", ".join(near)) if near else _("no name is spelled like it"),
        _("use the name of a file in assessment/measures"),
    )


def _some(parties: Sequence[str]) -> str:
    listed = ", ".join(parties[:LISTED])
    return f"{listed}, …" if len(parties) > LISTED else listed
