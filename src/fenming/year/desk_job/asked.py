"""What a user asks of a desk job, and whether it can be done at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack, load_pack
from fenming.policy.folder import REGION
from fenming.reports.adjudicated.output import check_ending


@dataclass(frozen=True, slots=True)
class Asked:
    """Bills to judge by a pack, and where to write; `pack` is an id or a folder of packs, `roots` further folders of packs.

    `person` is a label of an output or the number as it stands in the bills; with the days it limits what is reported.
    """

    pack: str
    bills: tuple[Path, ...]
    out: Path
    lines: tuple[Path, ...] = ()
    year_state: tuple[Path, ...] = ()
    diseases: tuple[Path, ...] = ()
    against: Path | None = None
    person: str = ""
    first_day: date | None = None
    last_day: date | None = None
    roots: tuple[Path, ...] = ()
    mapping: Path | None = None
    key: Path | None = None

    def read(self) -> dict[str, tuple[Path, ...]]:
        """The files to read, by the table that each option must give."""
        return {"bill": self.bills, "fee_line": self.lines, "accumulator": self.year_state, "chronic": self.diseases}

    def beside(self, word: str) -> Path:
        """A workbook beside the output: `judged.csv` → `judged-word.xlsx`."""
        return self.out.with_name(f"{self.out.stem}-{word}.xlsx")


OPTIONS = {"bill": "--bills", "fee_line": "--lines", "accumulator": "--year-state", "chronic": "--diseases"}
WORKBOOKS = ("differences", "quarantine", "changes")


def check_asked(asked: Asked) -> None:
    """Raises BadInput for an output that cannot be written, or that would overwrite a file that is read."""
    check_ending(asked.out)
    if not asked.out.resolve().parent.is_dir():
        raise BadInput(
            "output.no_folder",
            what=_("there is no folder {folder}").format(folder=asked.out.parent),
            where="--out",
            remedy=_("make the folder first, or name another"),
        )
    if asked.first_day and asked.last_day and asked.first_day > asked.last_day:
        raise BadInput(
            "period.reversed",
            what=_("the period ends before it begins"),
            where=f"--from {asked.first_day} --to {asked.last_day}",
            remedy=_("give the earlier day with --from"),
        )
    read = {path.resolve() for path in _inputs(asked)}
    for path in (asked.out, *map(asked.beside, WORKBOOKS)):
        if path.resolve() in read:
            raise BadInput(
                "output.is_input",
                what=_("{file} is read and would be overwritten").format(file=path.name),
                where="--out",
                why=_("the output and the workbooks beside it are named after --out"),
                remedy=_("give the output another name"),
            )


def _inputs(asked: Asked) -> Iterator[Path]:
    for paths in asked.read().values():
        yield from paths
    yield from (path for path in (asked.against, asked.mapping, asked.key) if path is not None)


def find_pack(named: str, roots: tuple[Path, ...] = ()) -> Pack:
    """The pack of an id such as cn/ah/340621, or the one in a folder of the user's own. Raises BadInput."""
    folder = Path(named)
    if not folder.is_dir():
        return load_pack(named.strip("/"), roots)
    if (folder / "cn").is_dir():
        found = _lowest(folder)
        if len(found) != 1:
            raise _not_one(folder, found)
        return load_pack(found[0], (*roots, folder))
    parts = folder.resolve().parts
    place = next((place for place, part in enumerate(parts) if part == "cn" and _is_region(parts[place:])), None)
    if place is None:
        raise _not_one(folder, [])
    return load_pack("/".join(parts[place:]), (*roots, Path(*parts[:place])))


def _is_region(parts: tuple[str, ...]) -> bool:
    return all(map(REGION.fullmatch, parts))


def _lowest(root: Path) -> list[str]:
    """The packs below `root` that hold no further pack."""
    folders = [path.relative_to(root) for path in (root / "cn", *(root / "cn").rglob("*")) if path.is_dir()]
    regions = sorted(path.as_posix() for path in folders if _is_region(path.parts))
    return [one for one in regions if not any(other.startswith(f"{one}/") for other in regions)]


def _not_one(folder: Path, found: list[str]) -> BadInput:
    return BadInput(
        "adjudicate.which_pack",
        what=_("it is not clear which pack of {folder} is meant").format(folder=folder),
        where="--pack",
        why=_("packs there: {names}").format(names=", ".join(found) or "–"),
        remedy=_("name the folder of one pack: --pack {folder}/cn/ah/340621").format(folder=folder),
    )
