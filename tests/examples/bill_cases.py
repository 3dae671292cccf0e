"""The bill examples of packs, shipped ones and those that hold nothing but a published example, and what comes of them."""

from functools import cache
from pathlib import Path

from fenming.adjudication.checking.cases import judge_cases
from fenming.kernel import Finding
from fenming.policy import Pack, load_pack
from fenming.policy.cases import Case
from fenming.policy.load import SHIPPED
from fenming.policy.working import check_cases

PACKS = Path(__file__).parent / "packs"


def regions_in(root: Path) -> list[str]:
    """Every pack below `root` that carries bill examples."""
    return sorted(file.parent.relative_to(root).as_posix() for file in root.rglob("examples.yaml"))


def regions() -> list[str]:
    """Every pack with bill examples, of this project and of these tests."""
    return sorted({*regions_in(SHIPPED), *regions_in(PACKS)})


@cache
def pack_of(region: str) -> Pack:
    return load_pack(region, roots=(PACKS,))


def case_named(region: str, name: str) -> Case:
    return next(case for case in pack_of(region).cases if case.name == name)


@cache
def findings_of(region: str) -> tuple[Finding, ...]:
    """What working out all bill examples of a pack finds."""
    return tuple(check_cases(pack_of(region), judge_cases))


def finding_about(region: str, name: str) -> Finding:
    """The one finding about the bill example called `name`."""
    (found,) = (finding for finding in findings_of(region) if f"'{name}'" in finding.what)
    return found
