"""`fenming dip build`, `fenming dip check`: a directory from the county's own history, or an official one's counts."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import JsonOption, PacksOption, example
from fenming.cli.commands.imports import expand
from fenming.cli.console import out, progress_bars, show_finding, show_json, show_table
from fenming.grouping.dip.build import Lists, build_directory, off_words, write_directory
from fenming.grouping.dip.directory import Directory, load
from fenming.grouping.dip.lists import read_care_levels, read_comorbidities, read_operations
from fenming.grouping.dip.published import check_counts, kind_words, published
from fenming.grouping.dip.terms import build_terms
from fenming.grouping.dip.workbook import count_words
from fenming.kernel import BadInput, parse_ppm, parse_yuan
from fenming.kernel.language import _
from fenming.policy import load_pack

dip_app = typer.Typer(
    no_args_is_help=True, help=_("DIP: disease groups from the county's own history, scored and cleared.")
)
app.add_typer(dip_app, name="dip")
NATION = "cn"

CasesOption = Annotated[
    list[Path], typer.Option("--cases", help=_("settlement lists; may be given again"), metavar="FILE")
]
DirectoryOption = Annotated[Path, typer.Option("--directory", help=_("folder of a DIP directory"), metavar="DIR")]
PackOption = Annotated[str, typer.Option("--pack", help=_("id of the pack"), metavar="ID")]
DayOption = Annotated[str, typer.Option("--on", help=_("the day whose rules hold, as 2025-01-01"), metavar="DAY")]
FileOption = Path | None


@dip_app.command(
    help=_("Build a DIP directory from your own settlement lists: core and composite groups, weights, scores."),
    epilog=example(
        "fenming dip build --cases 2022.csv --cases 2023.csv --cases 2024.csv --threshold 15 --out directory"
    ),
)
def build(
    cases: CasesOption,
    out_path: Annotated[Path, typer.Option("--out", help=_("folder to write"), metavar="DIR")],
    pack: PackOption = NATION,
    on: DayOption = "",
    threshold: Annotated[int | None, typer.Option(help=_("cases that found a core group"), min=1)] = None,
    operations: Annotated[
        FileOption, typer.Option(help=_("list of procedures, with or without their kind"), metavar="FILE")
    ] = None,
    comorbidities: Annotated[
        FileOption, typer.Option(help=_("list of diagnoses with their level mcc or cc"), metavar="FILE")
    ] = None,
    institutions: Annotated[
        FileOption, typer.Option(help=_("institutions with their level of care"), metavar="FILE")
    ] = None,
    diagnosis_characters: Annotated[
        int | None, typer.Option(help=_("characters kept of the principal diagnosis"))
    ] = None,
    procedure_characters: Annotated[int | None, typer.Option(help=_("characters kept of a procedure"))] = None,
    category_characters: Annotated[
        int | None, typer.Option(help=_("characters of a composite group's category"))
    ] = None,
    related_share: Annotated[str, typer.Option(help=_("least share of cost of a related procedure, as 10%"))] = "",
    year_weights: Annotated[str, typer.Option(help=_("weights of the years, oldest first, as 1:2:7"))] = "",
    score_unit: Annotated[str, typer.Option(help=_("what a score measures"), metavar="thousand|amount|yuan")] = "",
    unit_amount: Annotated[str, typer.Option(help=_("yuan that make a point, with --score-unit amount"))] = "",
    reference: Annotated[str, typer.Option(help=_("group that stands for a thousand points"), metavar="GROUP")] = "",
    age_bands: Annotated[str, typer.Option(help=_("ages at which bands begin, as 7,18,65"))] = "",
    readmission_days: Annotated[
        int | None, typer.Option(help=_("days within which a stay is a readmission"), min=0)
    ] = None,
    early_death_days: Annotated[int | None, typer.Option(help=_("days of stay of an early death"), min=0)] = None,
    long_stay: Annotated[str, typer.Option(help=_("times its group's mean that make a stay long, as 200%"))] = "",
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    given: dict[str, Any] = {
        "core_case_threshold": threshold,
        "diagnosis_characters": diagnosis_characters,
        "procedure_characters": procedure_characters,
        "category_characters": category_characters,
        "related_procedure_share": parse_ppm(related_share) if related_share else None,
        "year_weights": _whole_numbers(year_weights, ":", "--year-weights"),
        "score_unit": score_unit or None,
        "reference_amount": parse_yuan(unit_amount) if unit_amount else None,
        "reference": reference or None,
        "age_bands": _whole_numbers(age_bands, ",", "--age-bands"),
        "readmission_days": readmission_days,
        "early_death_days": early_death_days,
        "long_stay_times": parse_ppm(long_stay) if long_stay else None,
    }
    terms = build_terms(load_pack(pack, tuple(packs or ())).on(day_of(on, date.today())), given)  # noqa: DTZ011 - a calendar day, not an instant
    lists = Lists(
        read_operations(operations) if operations else {},
        read_comorbidities(comorbidities) if comorbidities else {},
        read_care_levels(institutions) if institutions else {},
    )
    words = {"read": _("read files"), "code": _("cut codes"), "found": _("found groups"), "score": _("score groups")}
    with progress_bars(words) as advance:
        directory = build_directory(expand(cases), terms, lists, advance)
        write_directory(directory, out_path)
    _show_directory(directory, out_path, as_json)


def _show_directory(directory: Directory, folder: Path, as_json: bool) -> None:
    read = directory.facts["input"]
    if as_json:
        show_json({"folder": str(folder), "counts": directory.counts(), "input": read, "off": directory.facts["off"]})
    else:
        counts = directory.counts()
        title = _("DIP directory") + (f" · {_('synthetic data')}" if directory.facts["synthetic"] else "")
        show_table(
            title, [_("groups"), _("count")], [[word, f"{counts[name]:,}"] for name, word in count_words().items()]
        )
        for name in directory.facts["off"]:
            out.print(f"· {off_words()[name]}", markup=False)
        said = _("{rows} rows in = {cases} cases, each in one group + {aside} set aside (see manifest.json)")
        out.print(said.format(rows=f"{read['rows']:,}", cases=f"{read['cases']:,}", aside=f"{read['set_aside']:,}"))
        out.print(_("Directory in {folder}").format(folder=folder), markup=False)
    if read["set_aside"]:
        raise typer.Exit(FOUND_WRONG)


@dip_app.command(
    help=_("Check an imported directory's counts against those published of an official one."),
    epilog=example("fenming dip check --directory official --published dip_2.0"),
)
def check(
    directory: DirectoryOption,
    version: Annotated[str, typer.Option("--published", help=_("which published counts"), metavar="NAME")] = "dip_2.0",
    as_json: JsonOption = False,
) -> None:
    held, wanted = load(directory), published(version)
    findings = check_counts(held, wanted)
    counts = held.counts()
    if as_json:
        show_json(
            {
                "counts": counts,
                "published": wanted.counts,
                "grade": wanted.grade,
                "findings": [one.as_dict() for one in findings],
            }
        )
    else:
        rows = [[kind_words()[name], f"{counts[name]:,}", f"{count:,}"] for name, count in wanted.counts.items()]
        show_table(wanted.label, [_("groups"), _("directory"), _("published")], rows)
        for finding in findings:
            show_finding(finding, "!")
    if findings:
        raise typer.Exit(FOUND_WRONG)


def _whole_numbers(written: str, separator: str, option: str) -> tuple[int, ...] | None:
    if not written:
        return None
    parts = [part.strip() for part in written.replace("：", ":").replace("，", ",").split(separator)]
    if not all(part.isdigit() for part in parts):
        raise BadInput(
            "dip.bad_numbers",
            what=_("'{text}' is no list of whole numbers").format(text=written),
            where=option,
            remedy=_("write it like {example}").format(example=separator.join(("1", "2", "7"))),
        )
    return tuple(map(int, parts))


def day_of(written: str, otherwise: date) -> date:
    """The day whose rules hold."""
    if not written:
        return otherwise
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput(
            "day.unreadable",
            what=_("'{day}' is no day").format(day=written),
            where="--on",
            remedy=_("write it as 2024-06-30"),
        ) from None
