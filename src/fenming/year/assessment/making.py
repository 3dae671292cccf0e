"""Making an assessment: facts counted, scored, written beside and shown all at once; the same inputs find the same one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic_ns

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.assessment.appeals import Appeal, AppealRegister
from fenming.assessment.assessing import assess_tables
from fenming.assessment.effects import effect_findings
from fenming.assessment.measuring import write_measures
from fenming.assessment.register import assessments_of
from fenming.assessment.scoring import UNTRUE
from fenming.assessment.tables_written import write_assessment_tables
from fenming.facts.run_tables import Row, RunTables
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.policy import Pack, load_pack
from fenming.reports.run_folder import run_number
from fenming.settlement.rows import Reading, write_roll
from fenming.year.assessment.handed_in import compare_handed_in
from fenming.year.assessment.record import Assessed, write_assessment_record
from fenming.year.identity import assessment_identity
from fenming.year.stages import Progress
from fenming.year.staging import staged

ASSESSED = ("measures", "scores", "record")
ROLL = ("person", "chronic", "health_unit", "unit_resident", "institution")
CORRECTION = pa.schema(
    [
        *((name, pa.string()) for name in ("appeal_id", "indicator_id", "party_id", "period", "role")),
        ("value", pa.int64()),
    ]
)
CHRONIC_HEADS_ON = "budget.chronic_heads_on"


@dataclass
class MadeAssessment:
    """A made assessment: where it is, whether it was made now, how long each stage took (milliseconds)."""

    id: str
    folder: Path
    is_new: bool = True
    milliseconds: dict[str, int] = field(default_factory=dict)


def make_assessment(
    workspace: Workspace, year: int, *, roots: tuple[Path, ...] = (), progress: Progress | None = None
) -> MadeAssessment:
    """Assess `year` of the workspace's county. The same facts, packs, appeals and code find the assessment that is there.

    Raises BadInput where registers are missing, the year lies outside the pack, or the pack has no scheme for it.
    """
    pack = load_pack(workspace.county, roots)
    with workspace.alone():  # facts must not be replaced between taking their fingerprint and counting them
        _check_ready(workspace, pack, year)
        register = AppealRegister.of(workspace)
        corrections, appeals = register.corrections(year), register.counting(year)
        identity = assessment_identity(workspace, pack, year, corrections)
        number = run_number(identity)
        folder = assessments_of(workspace) / number
        if (folder / "manifest.json").exists():
            return MadeAssessment(number, folder, is_new=False)
        with staged(folder, "tables") as staging:
            making = _Making(workspace, pack, year, staging, progress or _silent)
            making.make(identity, corrections, appeals)
        return MadeAssessment(number, folder, milliseconds=making.milliseconds)


def _silent(_stage: str, _done: int, _whole: int) -> None:
    """No progress is shown."""


def _check_ready(workspace: Workspace, pack: Pack, year: int) -> None:
    missing = [table for table in ROLL if not workspace.has(table)]
    if missing:
        raise BadInput(
            "assessment.registers_missing",
            what=_("the year cannot be assessed: no table {tables}").format(tables=", ".join(missing)),
            where=str(workspace.folder),
            why=_("without the registers nobody knows who is assessed"),
            remedy=_("import the files: fenming import FILE… --workspace {folder}").format(folder=workspace.folder),
        )
    policy = pack.on(date(year, 12, 31))
    if not policy.schemes():
        raise BadInput(
            "assessment.no_scheme",
            what=_("the pack {region} has no scheme of assessment for {year}").format(region=pack.region, year=year),
            why=_("Fenming assesses by schemes that a pack writes and never by its own"),
            remedy=_("write the schemes into the folder `schemes` of the county's pack"),
        )


@dataclass
class _Making:
    """One assessment on its way, in `staging`."""

    workspace: Workspace
    pack: Pack
    year: int
    staging: Path
    progress: Progress
    milliseconds: dict[str, int] = field(default_factory=dict)

    def make(self, identity: dict[str, str | int], corrections: list[Row], appeals: list[Appeal]) -> None:
        tables = self.staging / "tables"
        with self._stage("measures"):
            found = self._count(tables, corrections)
        with self._stage("scores"):
            assessment = assess_tables(self.pack, RunTables(tables), self.year)
            write_assessment_tables(assessment, tables)
        with self._stage("record"):
            found += compare_handed_in(self.workspace, self.year, tables)
            policy = self.pack.on(date(self.year, 12, 31))
            findings = [*found, *assessment.findings, *effect_findings(policy)]
            assessed = Assessed(self.workspace, self.pack, identity, assessment, appeals)
            write_assessment_record(assessed, findings, self.staging)

    def _count(self, tables: Path, corrections: list[Row]) -> list[Finding]:
        """The measure table, roll, register and corrections."""
        workspace, policy = self.workspace, self.pack.on(date(self.year, 12, 31))
        facts = {name: workspace.table_path(name) for name in workspace.manifest()["tables"]}
        chosen = policy.get(CHRONIC_HEADS_ON)
        reading = Reading(self.year, "platform", chosen.value if chosen else "any_day")
        named = {name: str(facts[name]) for name in (*ROLL, "unit_merger") if name in facts}
        write_roll(named, reading, tables)
        register = pq.read_table(facts["institution"]).sort_by("institution_id")
        pq.write_table(register, tables / "institution.parquet")
        if corrections:
            pq.write_table(pa.Table.from_pylist(corrections, CORRECTION), tables / "correction.parquet")
        wanted = {measure for card in self.pack.cards.values() for measure in card.measures}
        return write_measures(facts, policy, self.year, tables, wanted | _of_samples(self.pack))

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        self.progress(name, 0, 1)
        started = monotonic_ns()
        yield
        self.milliseconds[name] = (monotonic_ns() - started) // 1_000_000
        self.progress(name, 1, 1)


def _of_samples(pack: Pack) -> set[str]:
    """The measures that schemes read beside the cards': how many drawn files were untrue."""
    items = (item for scheme in pack.schemes.values() for item in scheme.items.values())
    return {f"{UNTRUE}.{item.terms['item_id']}" for item in items if item.method == "sample"}
