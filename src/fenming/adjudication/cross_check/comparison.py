"""Two judgements of the same bills side by side: where they agree to the fen, and where they part, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from fenming.adjudication.cross_check.opinion import Opinion, second_opinion
from fenming.engines.local import connect, parquet, run
from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _
from fenming.policy import Pack

PAYMENTS = ("pool_fen", "critical_illness_fen", "deductible_applied_fen", "person_fen")
# In the order in which a bill is judged, so that the first to differ is where the two part.
STEPS = (
    *("deductible_standard_fen", "deductible_applied_fen", "base_fen", "by_rate_fen", "floor_fen"),
    *("pool_fen", "critical_base_fen", "critical_illness_fen", "person_fen"),
)
FIRST = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """A bill on which the two disagree: its row and, for each step that differs, the adjudicated amount and the opinion's."""

    row: int
    steps: Mapping[str, tuple[int, int]]

    @property
    def parting(self) -> str:
        """The first step that differs."""
        return next(iter(self.steps))


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many bills both judged, how many of them differ in each payment, and the first rows that do.

    `missing` counts rows that only one of the two tables has; `silences` are bills the opinion does not speak about.
    """

    bills: int
    compared: int
    missing: int
    differing: Mapping[str, int]
    first: Sequence[Difference] = ()
    silences: Mapping[str, int] = field(default_factory=dict)

    @property
    def agrees(self) -> bool:
        return self.missing == 0 and not any(self.differing.values())

    def findings(self) -> list[Finding]:
        """One finding for each of the first bills that differ and for missing rows; none when the two agree."""
        return [*([_missing(self.missing)] if self.missing else []), *(_differs(one) for one in self.first)]


def compare(adjudicated_path: Path, opinion_path: Path) -> Comparison:
    """Hold the adjudicated table against an opinion on the same bills, row by row."""
    with (
        TemporaryDirectory(dir=opinion_path.parent, prefix=".comparison-") as spill,
        connect(Path(spill)) as connection,
    ):
        run(connection, f"CREATE VIEW ours AS FROM {parquet(adjudicated_path)}")
        run(connection, f"CREATE VIEW theirs AS FROM {parquet(opinion_path)}")
        spoken = "ours JOIN theirs USING (row) WHERE silence = ''"
        counted = ", ".join(f"count(*) FILTER (ours.{name} <> theirs.{name})" for name in PAYMENTS)
        compared, *differing = run(connection, f"SELECT count(*), {counted} FROM {spoken}")[0]
        both = "ours FULL JOIN theirs USING (row)"
        bills, missing = run(
            connection,
            f"SELECT count(*), count(*) FILTER (ours.pool_fen IS NULL OR theirs.pool_fen IS NULL) FROM {both}",
        )[0]
        silences = run(connection, "SELECT silence, count(*) FROM theirs WHERE silence <> '' GROUP BY 1 ORDER BY 1")
        wrong = " OR ".join(f"ours.{name} <> theirs.{name}" for name in PAYMENTS)
        steps = ", ".join(f"ours.{name}, theirs.{name}" for name in STEPS)
        rows = run(connection, f"SELECT row, {steps} FROM {spoken} AND ({wrong}) ORDER BY row LIMIT {FIRST}")
    first = [_difference(row, amounts) for row, *amounts in rows]
    return Comparison(bills, compared, missing, dict(zip(PAYMENTS, differing, strict=True)), first, dict(silences))


def cross_check(
    bill_paths: Sequence[Path],
    chronic_paths: Sequence[Path],
    pack: Pack,
    adjudicated_path: Path,
    year: int | None = None,
) -> Comparison:
    """Judge the bills a second time and hold the adjudicated table against it; nothing is left behind on disk."""
    with TemporaryDirectory(dir=adjudicated_path.parent, prefix=".cross-check-") as folder:
        opinion: Opinion = second_opinion(bill_paths, chronic_paths, pack, Path(folder) / "opinion.parquet", year)
        return compare(adjudicated_path, opinion.path)


def silence_words(silence: str) -> str:
    """Why the opinion does not speak about a bill, for a reader."""
    kind, _space, name = silence.partition(" ")
    if kind == "rule":
        return _("the rule {name} is not among those judged a second time, or its value was never seen").format(
            name=name
        )
    return {
        "bill": _("the bill is settled within a stay"),
        "history": _("another bill of the person's year cannot be judged a second time"),
        "refund": _("it refunds a bill of another year"),
        "layer": _("medical aid or the civil servants' supplement pay too, which are not judged a second time"),
    }[kind]


def _difference(row: int, amounts: Sequence[int]) -> Difference:
    pairs = zip(STEPS, amounts[::2], amounts[1::2], strict=True)
    return Difference(row, {name: (ours, theirs) for name, ours, theirs in pairs if ours != theirs})


def _differs(difference: Difference) -> Finding:
    ours, theirs = difference.steps[difference.parting]
    shown = "; ".join(
        f"{name} {format_yuan(ours)} / {format_yuan(theirs)}" for name, (ours, theirs) in difference.steps.items()
    )
    return Finding(
        "adjudication.second_opinion",
        _("two independent calculations part at {step}: {ours} and {theirs} yuan").format(
            step=difference.parting, ours=format_yuan(ours), theirs=format_yuan(theirs)
        ),
        _("adjudicated table, row {row}").format(row=difference.row),
        _("all that differs, first the adjudicated amount: {steps}").format(steps=shown),
        _("one of the two is wrong: report the bill's explanation and the pack to Fenming's maintainers"),
    )


def _missing(rows: int) -> Finding:
    return Finding(
        "adjudication.second_opinion",
        _("{rows} bills were judged only once").format(rows=rows),
        _("adjudicated table"),
        _("both calculations must have read the same bills"),
        _("judge all bills again"),
    )
