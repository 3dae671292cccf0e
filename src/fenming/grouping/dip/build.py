"""Building a directory from the county's own history, and writing it all at once or not at all."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

import fenming
from fenming.engines.folder import replaced
from fenming.engines.local import connect, run
from fenming.grouping.dip.auxiliary import KINDS, auxiliaries_of, classify
from fenming.grouping.dip.coding import code_cases
from fenming.grouping.dip.directory import Directory, Group, save
from fenming.grouping.dip.founding import found_groups
from fenming.grouping.dip.matching import match_all, register_groups
from fenming.grouping.dip.reading import Loaded, load_cases
from fenming.grouping.dip.scoring import means_of, scored, shelves_of, stays_of, weighted_years
from fenming.grouping.dip.terms import Terms
from fenming.grouping.dip.workbook import write_workbook
from fenming.kernel import BadInput
from fenming.kernel.language import _

Advance = Callable[[str, int, int], None]
STAGES = ("read", "code", "found", "score", "write")


@dataclass(frozen=True, slots=True)
class Lists:
    """What a user may hand in beside the cases: ranks of procedures, levels of comorbidities, levels of institutions."""

    operations: Mapping[str, int] = field(default_factory=dict)
    comorbidities: Mapping[str, str] = field(default_factory=dict)
    care_levels: Mapping[str, str] = field(default_factory=dict)


def no_progress(_stage: str, _done: int, _whole: int) -> None:
    """Nobody watches."""


def build_directory(
    paths: Sequence[Path], terms: Terms, lists: Lists | None = None, advance: Advance = no_progress
) -> Directory:
    """The directory of these cases. The same cases in any order give the same directory. Raises BadInput where no case can be used."""
    with tempfile.TemporaryDirectory(prefix="fenming-dip-") as folder:
        connection = connect(Path(folder) / "spill")
        with connection:
            return _built(_Work(connection, terms, lists or Lists(), advance), paths)


@dataclass(frozen=True, slots=True)
class _Work:
    """A build under way."""

    connection: duckdb.DuckDBPyConnection
    terms: Terms
    lists: Lists
    advance: Advance

    def done(self, stage: str) -> None:
        self.advance(stage, 1, 1)


def _built(work: _Work, paths: Sequence[Path]) -> Directory:
    connection, terms = work.connection, work.terms
    loaded = load_cases(connection, paths)
    _check_history(connection, loaded, terms)
    work.done("read")
    register_levels(connection, work.lists.care_levels)
    code_cases(connection, terms, work.lists.operations, "principal")
    work.done("code")
    groups = found_groups(connection, terms)
    register_groups(connection, groups)
    match_all(connection)
    work.done("found")
    directory = _measured(work, groups, loaded)
    work.done("score")
    return directory


def _measured(work: _Work, groups: list[Group], loaded: Loaded) -> Directory:
    connection, terms, lists = work.connection, work.terms, work.lists
    means = means_of(connection)
    whole = scored(groups, means, terms, stays_of(connection))
    stays = {group.group_id: (group.stay_days, group.cases) for group in whole}
    classify(connection, terms, lists.comorbidities, stays)
    directory = Directory(
        terms, tuple(whole), tuple(means), tuple(auxiliaries_of(connection, means, terms)),
        tuple(shelves_of(connection, by_treatment=False)), tuple(shelves_of(connection, by_treatment=True)),
        dict(lists.operations), dict(lists.comorbidities), facts=_facts(work, loaded),
    )  # fmt: skip
    _check_coverage(directory, loaded)
    return directory


def _check_history(connection: duckdb.DuckDBPyConnection, loaded: Loaded, terms: Terms) -> None:
    if not loaded.good:
        raise BadInput(
            "dip.no_cases",
            what=_("none of the {rows} rows can be used").format(rows=loaded.rows),
            why=_("each lacks an id, a day of discharge, a cost or a principal diagnosis"),
            remedy=_("export the settlement lists with these fields filled"),
        )
    years = [row[0] for row in run(connection, "SELECT DISTINCT year FROM cases ORDER BY year")]
    first = max(years) - len(terms.year_weights) + 1
    if years[0] < first:
        raise BadInput(
            "dip.too_old",
            what=_("the history reaches back to {year}, the weights to {first}").format(year=years[0], first=first),
            why=_("a year without a weight would be in the directory and not in its scores"),
            remedy=_("hand in the last {count} years only, or give more weights with --year-weights").format(
                count=len(terms.year_weights)
            ),
        )


def _check_coverage(directory: Directory, loaded: Loaded) -> None:
    """Every usable case lies in exactly one group. What fails here is a defect of Fenming."""
    covered = sum(group.cases for group in directory.groups)
    if covered != loaded.good:
        raise ArithmeticError(f"{covered} cases in groups, {loaded.good} read")


def register_levels(connection: duckdb.DuckDBPyConnection, levels: Mapping[str, str]) -> None:
    """Make `care_level` (institution_id, level)."""
    listed = pa.table(
        {"institution_id": pa.array(list(levels), pa.string()), "level": pa.array(list(levels.values()), pa.string())}
    )
    connection.register("care_level", listed)


def _facts(work: _Work, loaded: Loaded) -> dict[str, Any]:
    connection = work.connection
    years = [row[0] for row in run(connection, "SELECT DISTINCT year FROM cases ORDER BY year")]
    aside = run(connection, "SELECT defect, case_id, count(*) FROM set_aside GROUP BY ALL ORDER BY ALL")
    return {
        "fenming": fenming.__version__,
        "input": {"rows": loaded.rows, "cases": loaded.good, "set_aside": loaded.set_aside, "digest": loaded.digest},
        "set_aside": [list(row) for row in aside],
        "years": years,
        "weights_by_year": weighted_years(years, work.terms.year_weights),
        "synthetic": loaded.is_synthetic,
        "off": _off(connection, loaded, work.lists),
    }


def _off(connection: duckdb.DuckDBPyConnection, loaded: Loaded, lists: Lists) -> list[str]:
    """Rules that had nothing to work with, by name: a directory says what it could not do."""
    has_fees = bool(loaded.columns & {"procedure_fees", "procedure_fees_fen"})
    found = {row[0] for row in run(connection, "SELECT DISTINCT kind FROM class")}
    missing = {
        "related_procedures": not has_fees,
        "treatments": not lists.operations,
        "comorbidities": not lists.comorbidities,
        "care_levels": not any(lists.care_levels.values()),
        **{kind: kind not in found for kind in KINDS},
    }
    return [name for name, is_missing in missing.items() if is_missing]


def off_words() -> dict[str, str]:
    """Why each of these rules is off."""
    return {
        "related_procedures": _("related procedures: the cases have no column of fees per procedure (procedure_fees)"),
        "treatments": _(
            "kinds of treatment: no list of procedures was given, so each procedure counts as an operation"
        ),
        "comorbidities": _("comorbidities: no list was given"),
        "care_levels": _("means by level of care: no list of institutions with their level was given"),
        "age": _("coefficients by age: no age bands, or no ages in the cases"),
        "severity": _("coefficients by severity: neither comorbidities, nor deaths, nor long stays were defined"),
        "readmission": _("coefficients by readmission: no window, or no persons in the cases"),
    }


def write_directory(directory: Directory, folder: Path) -> None:
    """Write all files beside `folder` and rename: an existing directory there is replaced only by a whole one."""
    if folder.exists() and not (folder / "manifest.json").is_file() and any(folder.iterdir()):
        raise BadInput(
            "dip.folder_taken",
            what=_("{folder} holds something that is no DIP directory").format(folder=folder),
            where="--out",
            remedy=_("choose an empty or new folder; nothing was written"),
        )
    with replaced(folder) as making:
        save(directory, making)
        write_workbook(directory, making / "directory.xlsx")
