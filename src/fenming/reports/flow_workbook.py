"""The flow of patients and money as a workbook: places, levels, diseases, diagnoses, and home township by place of care."""

from collections.abc import Sequence
from pathlib import Path

from fenming.facts.run_tables import Row
from fenming.facts.workspace import Workspace
from fenming.kernel.language import _, language
from fenming.policy import load_pack
from fenming.primary_care.referral.chapters import chapter_words
from fenming.primary_care.referral.flow import PLACES, Flow
from fenming.reports.adjudicated.table import Heading
from fenming.reports.payment.sheet import About
from fenming.reports.payment.workbook import Table, write_payment_workbook


def write_flow_workbook(flow: Flow, workspace: Workspace, year: int, path: Path) -> None:
    """Write the flow of `year` to `path`, a sheet for each way to look at it."""
    pack = load_pack(workspace.county)
    about = About(
        county=pack.label if language() == "zh" else pack.label_en,
        title=_("Flow of patients and money"),
        period=_("year {year}").format(year=year),
        year=year,
        kept=_("workspace {folder}").format(folder=workspace.folder.name),
        is_synthetic=workspace.is_synthetic,
    )
    names = _institution_names(workspace)
    tables = [
        _sheet(
            _("Places"),
            (Heading(_("place of care"), 28),),
            [[place_words()[row["place"]]] for row in flow.places],
            flow.places,
        ),
        _sheet(_("Levels"), _level_headings(), [_level_cells(row) for row in flow.levels], flow.levels),
        _sheet(_("Diseases"), _disease_headings(), [_disease_cells(row) for row in flow.chapters], flow.chapters),
        _sheet(
            _("Diagnoses going out"),
            (Heading(_("diagnosis"), 16),),
            [[row["category"]] for row in flow.diagnoses],
            flow.diagnoses,
        ),
        _sheet(
            _("Home and place"),
            (Heading(_("home township"), 28), Heading(_("place of care"), 28)),
            [[names.get(row["home"], row["home"] or _("unknown")), place_words()[row["place"]]] for row in flow.matrix],
            flow.matrix,
        ),
    ]
    write_payment_workbook(path, about, tables)


def _sheet(name: str, headings: Sequence[Heading], words: list[list[str]], rows: list[Row]) -> Table:
    measured = [
        Heading(_("persons"), 12, "whole"),
        Heading(_("stays"), 12, "whole"),
        Heading(_("fund"), 18, "fen"),
        Heading(_("total cost"), 18, "fen"),
    ]
    columns = ("persons", "stays", "pool_fen", "total_fen")
    cells = [[*said, *(row[column] for column in columns)] for said, row in zip(words, rows, strict=True)]
    return Table(name, name, [*headings, *measured], cells, is_summed=False)


def _level_headings() -> tuple[Heading, ...]:
    return Heading(_("in the county"), 14), Heading(_("level of care"), 20)


def _level_cells(row: Row) -> list[str]:
    return [_yes_or_no(row["is_in_county"]), level_words().get(row["level"], _("unknown"))]


def _disease_headings() -> tuple[Heading, ...]:
    return Heading(_("disease"), 36, "wrapped"), Heading(_("in the county"), 14)


def _disease_cells(row: Row) -> list[str]:
    return [chapter_name(row["chapter"]), _yes_or_no(row["is_in_county"])]


def _yes_or_no(is_so: bool) -> str:
    return _("yes") if is_so else _("no")


def _institution_names(workspace: Workspace) -> dict[str, str]:
    import duckdb

    with duckdb.connect() as connection:
        query = f"SELECT institution_id, name FROM {workspace.scan('institution')}"
        return dict(connection.execute(query).fetchall())


def chapter_name(number: str) -> str:
    """A chapter of diseases by number and name."""
    label, label_en = chapter_words()[number]
    return f"{number} {label if language() == 'zh' else label_en}".strip()


def level_words() -> dict[int, str]:
    """What levels of care are called."""
    return {
        0: _("primary care"),
        1: _("county-level hospitals"),
        2: _("city-level hospitals"),
        3: _("province-level hospitals"),
    }


def place_words() -> dict[str, str]:
    """What places of care are called."""
    words = (
        _("the own village clinic"),
        _("the own township"),
        _("another township"),
        _("the own lead hospital"),
        _("the other lead hospital"),
        _("elsewhere in the county"),
        _("out of the county, in the city"),
        _("another city of the province"),
        _("out of the province"),
        _("in the county, insured elsewhere"),
        _("unknown"),
    )
    return dict(zip(PLACES, words, strict=True))
