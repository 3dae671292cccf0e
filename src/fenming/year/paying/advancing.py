"""Working capital at the year's beginning, quality deposits at its end: what institutions ask for, or scored, in a file."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from fenming.facts.run_tables import Row
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Figure, Finding, Source, parse_ppm, parse_yuan
from fenming.kernel.language import _
from fenming.mechanisms import Name, given
from fenming.payment.advances import (
    Application,
    Evidence,
    Held,
    Ledgers,
    Order,
    OrderBook,
    Payee,
    Release,
    Step,
    WorkingCapital,
    release_deposits,
    working_capital,
)
from fenming.payment.advances.ledgers import QUALITY_DEPOSIT
from fenming.payment.drg.csv_rows import rows_of
from fenming.payment.fund import Gate
from fenming.policy import Pack
from fenming.reports.payment.institutions import FOLDER
from fenming.year.frozen_scores import frozen_scores


def ask_capital(pack: Pack, year: int, file: Path, names: Mapping[str, str], gates: tuple[Gate, ...]) -> WorkingCapital:
    """Working capital of `year` for the applications in `file`: institution_id, year, spend (yuan of fund spent with it that year).

    Raises BadInput with every line that cannot be read, and where the pack leaves open what the size needs.
    """
    spend: dict[str, dict[int, Figure]] = {}
    findings: list[Finding] = []
    for where, row in rows_of(file, ("institution_id", "year", "spend")):
        institution = _known(row["institution_id"], names, where, findings)
        try:
            fen, past = parse_yuan(row["spend"]), int(row["year"])
        except (BadInput, ValueError):
            findings.append(_unreadable(where, f"{row['year']}, {row['spend']}"))
            continue
        name = f"payment.advances.{institution}.spend.{past}"
        label, label_en = (
            f"{names.get(institution, institution)}·{past}年基金支出",
            f"{institution}: fund spend of {past}",
        )
        spend.setdefault(institution, {})[past] = Figure(name, fen, "fen", "published", label, label_en)
    if findings:
        raise BadInput(findings=tuple(findings))
    asked = [Application(Payee(one, names[one], one), years) for one, years in spend.items()]
    return working_capital(pack.on(date(year, 1, 1)), year, asked, gates, date(year, 1, 1))


def read_deposit_scores(file: Path, names: Mapping[str, str]) -> dict[str, Figure]:
    """The scores in `file` by institution: institution_id, score (92.5 %). Raises BadInput with every line that cannot be used."""
    scores: dict[str, Figure] = {}
    findings: list[Finding] = []
    for where, row in rows_of(file, ("institution_id", "score")):
        institution = _known(row["institution_id"], names, where, findings)
        try:
            ppm = parse_ppm(row["score"])
        except BadInput:
            findings.append(_unreadable(where, row["score"]))
            continue
        scores[institution] = Figure(
            f"assessment.{institution}.score", ppm, "ppm", "published", *_score_words(institution, names)
        )
    if findings:
        raise BadInput(findings=tuple(findings))
    return scores


def assessed_deposit_scores(workspace: Workspace, pack: Pack, year: int, names: Mapping[str, str]) -> dict[str, Figure]:
    """The scores of the year's frozen assessment by institution: of township hospitals their own, of lead hospitals their consortium's.

    Only schemes that feed no table of the settlement count here. Raises BadInput where nothing is frozen for `year`.
    """
    frozen = frozen_scores(workspace, pack, year)
    if frozen is None:
        raise BadInput(
            "advances.not_frozen",
            what=_("no assessment of {year} is frozen").format(year=year),
            where="--assessment",
            why=_("deposits are released by frozen scores, so that nobody changes them afterwards"),
            remedy=_("freeze one: fenming assess freeze latest; or give the scores with --scores FILE"),
        )
    fed = {name for name, scheme in frozen.folder.manifest["schemes"].items() if scheme["feeds"]}
    rows = frozen.folder.tables.rows(
        "SELECT * FROM {score} WHERE item = '' AND period = 'year' AND score_ppm IS NOT NULL AND assesses IN ('township', 'lead', 'consortium') "
        "ORDER BY scheme_id, party_id"
    )
    leads = {one: frozen.folder.tables.lead_hospital(one) for one in frozen.folder.tables.consortia()}
    return {
        institution: _assessed(row, institution, names)
        for row in rows
        if row["scheme_id"] not in fed
        and (institution := leads.get(str(row["party_id"]), str(row["party_id"]))) in names
    }


def _assessed(row: Row, institution: str, names: Mapping[str, str]) -> Figure:
    name = f"assessment.{row['assesses']}.{row['party_id']}.scheme.{row['scheme_id']}.total"
    where = {key: row[key] for key in ("scheme_id", "party_id", "item", "period")}
    return given(
        Name(name, *_score_words(institution, names), "ppm"), row["score_ppm"], Source("score", "score_ppm", where)
    )


def _score_words(institution: str, names: Mapping[str, str]) -> tuple[str, str]:
    return f"{names.get(institution, institution)}·考核得分率", f"{institution}: score"


def score_deposits(
    pack: Pack, year: int, scores: Mapping[str, Figure], names: Mapping[str, str], ledgers: Ledgers
) -> Release:
    """The deposits of `year` released by `scores` (ppm by institution); without one a deposit stays withheld."""
    deposits = {}
    for institution, called in names.items():
        payee = Payee(institution, called, institution)
        if withheld := ledgers.of_year(QUALITY_DEPOSIT, payee, year):
            name = f"payment.advances.{institution}.{QUALITY_DEPOSIT}.{year}"
            figure = Figure(
                name, withheld, "fen", "published", f"{called}·预留保证金", f"{institution}: deposit withheld"
            )
            deposits[institution] = Held(payee, figure, scores.get(institution))
    return release_deposits(pack.on(date(year, 12, 31)), year, deposits, date(year, 12, 31))


def book_advances(workspace: Workspace, steps: tuple[Step, ...], orders: tuple[Order, ...], evidence: Evidence) -> None:
    """Book the steps and enter the orders; done twice, nothing changes. Raises BadInput where other amounts were booked before."""
    with workspace.alone():
        folder = workspace.folder / FOLDER
        ledgers = Ledgers.load(folder)
        ledgers.book(steps)
        OrderBook.of(workspace).make(orders, evidence)
        ledgers.save(folder)


def now(reason: str) -> Evidence:
    """This moment, for orders entered by a command."""
    return Evidence(datetime.now().astimezone(), reason=reason)


def _known(institution: str, names: Mapping[str, str], where: str, findings: list[Finding]) -> str:
    if institution not in names:
        findings.append(
            Finding(
                "advances.unknown",
                _("there is no institution {id} in the register").format(id=institution),
                where,
                _("money is paid to registered institutions only"),
                _("correct the code, or import the register with it"),
            )
        )
    return institution


def _unreadable(where: str, found: str) -> Finding:
    return Finding(
        "advances.unreadable",
        _("'{found}' cannot be read").format(found=found),
        where,
        _("years are whole, spend is yuan, scores are percentages"),
        _("write it like 2024, 1050000.00 or 92.5%"),
    )
