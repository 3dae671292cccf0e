"""Making a county twin, from the profile to the last file."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from fenming.facts.twin import export, scores
from fenming.facts.twin.bills import CHRONIC, INPATIENT, NONE, OUTPATIENT
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.deaths import told_deaths
from fenming.facts.twin.care.write import CareFiles, write_care
from fenming.facts.twin.cases.write import STEM, ListFiles, write_lists
from fenming.facts.twin.draw import Ints
from fenming.facts.twin.export import Year
from fenming.facts.twin.files import Writer, connect, write_lines, write_sheet
from fenming.facts.twin.fund_ledger import fund_statement
from fenming.facts.twin.making import Making
from fenming.facts.twin.mistakes import make_mistakes
from fenming.facts.twin.profile import Profile
from fenming.facts.twin.rules import read_rules
from fenming.facts.twin.structure import build_county
from fenming.facts.twin.summary import MARKER, TwinSummary, read_summary
from fenming.facts.twin.traps import Trapped, set_traps
from fenming.kernel import BadInput
from fenming.kernel.language import _

Progress = Callable[[str, int, int], None]


def make_twin(
    profile: Profile, folder: Path, scale: Fraction | str, seed: int, progress: Progress | None = None
) -> TwinSummary:
    """Write a synthetic county-year into `folder` and say what was written. Same arguments, same bytes.

    `scale` is the share of the county's people, from 0.001 to 1; institutions and units are always all there.
    `progress` is told stage, steps done and steps in all. Raises BadInput for a scale out of range, a folder
    that holds other files, or a pack without a needed rule.
    """
    making = Making(build_county(profile), _checked_scale(scale), seed, read_rules(profile))
    _clear(folder)
    output = Output(making, folder, progress or _silent)
    return output.write(*_made(making, output.tell))


def _silent(_stage: str, _done: int, _steps: int) -> None:
    return


@dataclass(slots=True)
class Marks:
    """What was done to the bills on purpose, and what calibration aimed at."""

    wanted: dict[str, int]
    mistakes: dict[str, Ints]
    trapped: Trapped


def _made(making: Making, tell: Progress) -> tuple[Year, Marks]:
    """The county-year in memory."""
    stage = _("People and bills")
    tell(stage, 0, 3)
    people = making.people()
    bills = making.events(people)
    tell(stage, 1, 3)
    payments, lines, wanted = making.settled(people, bills)
    tell(stage, 2, 3)
    mistakes = make_mistakes(bills, payments, (making.county, making.rules), making.seed)
    trapped = set_traps(bills, payments, making.profile.traps, making.seed, np.concatenate(list(mistakes.values())))
    serial = export.settlement_serial(bills)
    tell(stage, 3, 3)
    supply = export.supply_days(bills, making.profile.chronic_outpatient.supply_days, making.seed)
    year = Year(making.county, people, bills, payments, lines, trapped.kind, serial, supply)
    return year, Marks(wanted, mistakes, trapped)


@dataclass(slots=True)
class Output:
    """The files of one twin."""

    making: Making
    folder: Path
    tell: Progress

    def write(self, year: Year, marks: Marks) -> TwinSummary:
        """All files, the marker last."""
        files, figures = self._small(year)
        figures |= _figures(year)
        with connect() as connection:
            writer = Writer(self.folder, connection)
            files |= export.write_people(year, writer)
            bills, repeated = export.write_bills(
                year, writer, lambda done, steps: self.tell(_("Bill files"), done, steps)
            )
            files |= bills
            files |= export.write_fee_lines(
                year, writer, lambda done, steps: self.tell(_("Fee line files"), done, steps)
            )
            lists = self._lists(year, writer)
            care = self._care(year, lists, writer)
        figures |= _list_figures(lists, year.county.profile.year) | care.figures
        summary = self._summary(files | lists.files | care.files, figures, marks, year)
        summary.list_traps.update(lists.traps)
        summary.care_traps.update(care.traps)
        summary.traps["repeated_row"] = repeated
        summary.write(self.folder)
        return summary

    def _lists(self, year: Year, writer: Writer) -> ListFiles:
        """Settlement lists, where the profile says what is in them."""
        plan = self.making.profile.cases
        if plan is None:
            return ListFiles({}, {})
        made = year.county, year.people, year.bills, year.payments
        return write_lists(made, plan, year.serial, self.making.seed, writer)

    def _care(self, year: Year, lists: ListFiles, writer: Writer) -> CareFiles:
        """What other systems hold, where the profile says what is in them."""
        making = self.making
        plan = making.profile.care
        if plan is None:
            return CareFiles({}, {}, {})
        heads = np.bincount(year.people.unit, minlength=len(year.county.units))
        residents = scores.unit_residents(year.county, making.scaled(making.profile.residents), heads)
        basis = Basis(year.county, year.people, year.bills, plan, residents, making.share, making.seed)
        told = told_deaths(basis, lists.died)
        return write_care(basis, told, writer, lambda done, steps: self.tell(_("Care files"), done, steps))

    def _small(self, year: Year) -> tuple[dict[str, int], dict[str, int]]:
        """Institutions, units and scores; rows by file, and the figures they hold."""
        county, seed, folder = self.making.county, self.making.seed, self.folder
        now = scores.unit_year(county, year.people, year.bills, year.payments.pool)
        residents = scores.unit_residents(county, self.making.scaled(county.profile.residents), now.heads)
        targets, forfeited = scores.target_results(county.profile, residents, seed)
        sheets: dict[str, scores.Table] = {
            "institutions": export.institution_table(county),
            "health_units": export.unit_table(county),
            "unit_history": scores.unit_history(county, now, seed),
        }
        lists: dict[str, scores.Table] = {
            "unit_resident": (
                ("hmu_code", "resident_heads"),
                [(unit, str(heads)) for unit, heads in residents.items()],
            ),
            "process_score": scores.process_scores(county, seed),
            "target_result": targets,
            "assessment_score": scores.assessment_scores(county.profile),
        }
        if ledger := county.profile.fund_ledger:
            pool = int(year.payments.pool.sum())
            lists["fund_statement"] = fund_statement(county.profile, ledger, len(year.people), pool)
        for name, sheet in sheets.items():
            write_sheet(folder / f"{name}.xlsx", *sheet)
        for name, rows in lists.items():
            write_lines(folder / f"{name}.csv", *rows)
        counts = {name: len(rows) for name, (_header, rows) in (sheets | lists).items()}
        return counts, {"residents": sum(residents.values()), "forfeited": forfeited}

    def _summary(self, files: dict[str, int], figures: dict[str, int], marks: Marks, year: Year) -> TwinSummary:
        making, profile = self.making, self.making.profile
        numbers = {kind: year.serial[rows].tolist() for kind, rows in marks.mistakes.items()}
        return TwinSummary(
            profile=profile.id,
            profile_sha256=profile.sha256,
            pack=profile.pack,
            year=profile.year,
            seed=making.seed,
            scale=str(making.share),
            files=files,
            figures=figures,
            wanted=marks.wanted,
            traps=dict(marks.trapped.counts),
            mistakes={kind: [year.bill_name(number) for number in sorted(rows)] for kind, rows in numbers.items()},
            published=[one.model_dump() for one in profile.published],
        )


def _list_figures(lists: ListFiles, year: int) -> dict[str, int]:
    """Settlement lists of the year, and of the years before."""
    now = lists.files.get(f"{STEM}_{year}", 0)
    return {"settlement_lists": now, "settlement_lists_before": sum(lists.files.values()) - now} if lists.files else {}


def _figures(year: Year) -> dict[str, int]:
    """Generated totals by name: heads, structure, bills, fund spend."""
    county, bills, pool = year.county, year.bills, year.payments.pool
    figures = {"insured": len(year.people), "chronic": int(year.people.is_chronic.sum()), "units": len(county.units)}
    figures["institutions"] = sum(one.kind != "outside" for one in county.institutions)
    kinds = [one.kind for one in county.institutions]
    figures |= {"clinics": kinds.count("village_clinic"), "stations": kinds.count("community_station")}
    for town in county.profile.towns:
        figures[f"units.{town.name}"] = sum(unit.town.id == town.id for unit in county.units)
    figures |= {"bills": len(bills), "refunds": int(bills.is_refund.sum()), "fee_lines": len(year.lines)}
    for name, care in (("outpatient", OUTPATIENT), ("chronic", CHRONIC), ("inpatient", INPATIENT)):
        figures[f"bills.{name}"] = int((bills.care == care).sum())
    figures["critical_illness"] = int(year.payments.critical.sum())
    figures["chronic_spend"] = int(pool[bills.disease != NONE].sum())
    for consortium in county.profile.consortia:
        figures |= _consortium_figures(year, consortium)
    return figures


def _consortium_figures(year: Year, consortium: str) -> dict[str, int]:
    county, bills, pool = year.county, year.bills, year.payments.pool
    is_home = np.array([unit.consortium == consortium for unit in county.units])
    mine = is_home[year.people.unit]
    billed = mine[bills.person]
    kinds = [one.kind for one in county.institutions if one.consortium == consortium]
    return {
        f"insured.{consortium}": int(mine.sum()),
        f"chronic.{consortium}": int((mine & year.people.is_chronic).sum()),
        f"clinics.{consortium}": kinds.count("village_clinic"),
        f"branches.{consortium}": kinds.count("township_hospital"),
        f"general_spend.{consortium}": int(pool[billed & (bills.disease == NONE)].sum()),
        f"chronic_spend.{consortium}": int(pool[billed & (bills.disease != NONE)].sum()),
    }


def _checked_scale(scale: Fraction | str) -> Fraction:
    try:
        share = Fraction(scale)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not Fraction(1, 1000) <= share <= 1:
        raise BadInput(
            "twin.scale",
            what=_("the scale {scale} is not possible").format(scale=scale),
            why=_("a twin has from a thousandth of the county's people up to all of them"),
            remedy=_("give a number from 0.001 to 1, for example 0.01"),
        )
    return share


def _clear(folder: Path) -> None:
    """Make the folder, or empty it of an earlier twin. Raises BadInput when it holds anything else."""
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        return
    try:
        earlier = read_summary(folder)
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(
            "twin.folder",
            what=_("the folder is not empty and holds no earlier twin"),
            where=str(folder),
            remedy=_("give a new folder"),
        ) from error
    for stem in earlier.files:
        for extension in ("csv", "xlsx", "parquet"):
            (folder / f"{stem}.{extension}").unlink(missing_ok=True)
    (folder / MARKER).unlink()
