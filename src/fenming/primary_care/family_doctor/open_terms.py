"""What the pack leaves open of family doctors' fees, and what of a year does not fit it, as findings."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from fenming.engines.local import parquet
from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _
from fenming.policy import Policy
from fenming.primary_care.family_doctor.capitation import PARAMETER
from fenming.primary_care.family_doctor.fees import DUE, SPLIT, Terms, UnitRows
from fenming.primary_care.family_doctor.quality import Quality

FEE = "family_doctor.fee_per_head"
FILED = "family_doctor.personal_fee"
PERSONAL = "SELECT package_id, sum(contracts)::BIGINT, sum(priced)::BIGINT FROM {sums} GROUP BY package_id ORDER BY 1"


def open_terms(terms: Terms, folder: Path, quality: Quality, listed: list[UnitRows]) -> list[Finding]:
    """Findings: fees and services the pack does not know, splits that do not make up the fee, missing scores, personal packages."""
    policy = terms.policy
    return [
        *_fees(terms),
        *_waiver(policy),
        *_services(terms, listed),
        *_scores(quality, listed),
        *_personal(policy, folder),
        *_capitation(policy),
    ]


def _unseen(code: str, name: str, what: str, why: str) -> Finding:
    file = name.replace(".", "/") + ".yaml"
    return Finding(
        code, what, name, why, _("write {file} after the county's document, with its clause").format(file=file)
    )


def _fees(terms: Terms) -> Iterator[Finding]:
    if not terms.packages:
        why = _("no file of the pack says who pays what for any package, so no fee is worked out")
        yield _unseen("family_doctor.no_fee", f"{SPLIT}.basic", _("family-doctor fees are not known here"), why)
        return
    whole = terms.policy.get(FEE)
    if whole is None:
        why = _("only the parts of some payers were seen; fees below are those parts")
        yield _unseen("family_doctor.fee_open", FEE, _("the whole family-doctor fee per head is not known"), why)
        return
    for package in terms.packages:
        parts = sum(terms.policy[f"{SPLIT}.{package}"].value.values())
        fee = whole.value.get(package)
        if fee is not None and fee != parts:
            yield Finding(
                "family_doctor.split_differs",
                what=_("the payers of package {package} do not make up its fee").format(package=package),
                where=f"{SPLIT}.{package}",
                why=_("they pay {parts} yuan, the fee is {fee}").format(parts=format_yuan(parts), fee=format_yuan(fee)),
                remedy=_("correct the one that differs from the document"),
            )


def _waiver(policy: Policy) -> Iterator[Finding]:
    name = "family_doctor.person_part_waived"
    version = policy.pack.parameter(name).on(policy.day) if policy.pack.has(name) else None
    if version is not None and version.value is None and not version.is_absent:
        why = _("it was waived before; the persons' part is counted in full")
        yield _unseen("family_doctor.waiver_open", name, _("whether the person's part is waived is not known"), why)


def _services(terms: Terms, listed: list[UnitRows]) -> Iterator[Finding]:
    signed = {package for rows in listed for package in rows.heads}
    for package in sorted(signed & set(terms.packages)):
        if f"{DUE}.{package}" not in terms.policy:
            what = _("services due for package {package} are not known").format(package=package)
            why = _("its fee is shown whole, and nothing of it is released or withheld")
            yield _unseen("family_doctor.services_open", f"{DUE}.{package}", what, why)


def _scores(quality: Quality, listed: list[UnitRows]) -> Iterator[Finding]:
    without = [rows.unit_id for rows in listed if rows.unit_id not in quality.scores and rows.heads]
    if without and quality.rate_ppm is None:
        yield Finding(
            "family_doctor.no_score",
            what=_("{count} units have no score, so the pack's rate stands for their quality").format(
                count=len(without)
            ),
            where="family_doctor.quality_without_score",
            why=_("a missing score is never counted as zero; the first is unit {unit}").format(unit=without[0]),
            remedy=_("name an assessment with --assessment, or a rate with --quality"),
            rows=len(without),
        )


def _personal(policy: Policy, folder: Path) -> Iterator[Finding]:
    with duckdb.connect() as connection:
        rows = connection.execute(PERSONAL.format(sums=parquet(folder / "personal_sum.parquet"))).fetchall()
    filed = policy.get(FILED)
    if rows and filed is None:
        why = _("{count} personal packages were signed; that they were filed with the county cannot be checked").format(
            count=sum(count for _package, count, _priced in rows)
        )
        yield _unseen("family_doctor.filed_open", FILED, _("the personal packages on file are not known"), why)
    for package, count, priced in rows:
        if priced < count:
            yield _without_price(package, count - priced)
        if filed is not None and package not in filed.value:
            yield _not_filed(package, count)


def _without_price(package: str, rows: int) -> Finding:
    return Finding(
        "family_doctor.no_price",
        what=_("{count} contracts for package {package} have no price").format(count=rows, package=package),
        where=_("table contract, column person_fee_fen"),
        why=_("a personal package is paid by the person; what is missing is not counted"),
        remedy=_("fill in what the person paid and import the file again"),
        rows=rows,
    )


def _not_filed(package: str, rows: int) -> Finding:
    return Finding(
        "family_doctor.not_filed",
        what=_("package {package} is not on file with the county").format(package=package),
        where=FILED,
        why=_("{count} contracts were signed for it").format(count=rows),
        remedy=_("have it filed, or correct the contracts"),
        rows=rows,
    )


def _capitation(policy: Policy) -> Iterator[Finding]:
    if PARAMETER not in policy:
        why = _("what the fund spent on the contracted is shown, and no money by head beside it")
        what = _("outpatient money by contracted head is not known here")
        yield _unseen("family_doctor.capitation_open", PARAMETER, what, why)
