"""Appealing against a year's assessment and deciding it; what is accepted counts from the next assessment on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import pyarrow.parquet as pq

from fenming.assessment.appeals import Appeal, AppealRegister, Claim
from fenming.assessment.register import Said
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack, load_pack

PARTIES = {
    "health_unit": ("unit_id", "township_hospital_id", "consortium_id"),
    "institution": ("institution_id",),
}
COUNTY = "county"


def appeal_score(
    workspace: Workspace, claim: Claim, said: Said, files: Iterable[Path] = (), *, roots: tuple[Path, ...] = ()
) -> Appeal:
    """Enter an appeal of a known party against a known indicator. Raises BadInput with the nearest names where one is unknown."""
    pack = load_pack(workspace.county, roots)
    pack.on(date(claim.year, 12, 31))
    _check_indicator(pack, claim.indicator_id)
    _check_party(workspace, claim.party_id)
    claim = _counted(pack, claim)
    with workspace.alone():
        return AppealRegister.of(workspace).make(claim, said, files)


def decide_appeal(workspace: Workspace, appeal_id: str, said: Said, *, is_accepted: bool) -> Appeal:
    """Enter what was decided on an appeal, once."""
    with workspace.alone():
        return AppealRegister.of(workspace).decide(appeal_id, said, is_accepted=is_accepted)


def _check_indicator(pack: Pack, indicator: str) -> None:
    card = pack.cards.get(indicator)
    if card is not None and card.is_measured:
        return
    measured = [name for name, one in pack.cards.items() if one.is_measured]
    near = get_close_matches(indicator, measured, n=5)
    raise BadInput(
        "appeal.indicator",
        what=_("there is no indicator '{name}' that is counted").format(name=indicator),
        why=_("the nearest names are: {names}").format(names=", ".join(near))
        if near
        else _("no name is spelled like it"),
        remedy=_("list them with: fenming assess indicators"),
    )


def _check_party(workspace: Workspace, party: str) -> None:
    known = {COUNTY}
    for table, columns in PARTIES.items():
        if workspace.has(table):
            rows = pq.read_table(workspace.table_path(table), columns=list(columns)).to_pylist()
            known |= {str(row[column]) for row in rows for column in columns if row[column]}
    if party not in known:
        near = get_close_matches(party, known, n=5)
        raise BadInput(
            "appeal.party",
            what=_("there is no unit, institution or consortium '{party}'").format(party=party),
            why=_("the nearest ids are: {units}").format(units=", ".join(near))
            if near
            else _("no id is spelled like it"),
            remedy=_("take its id from the register"),
        )


def _counted(pack: Pack, claim: Claim) -> Claim:
    """The claim on the period that its indicator is counted in. Raises BadInput where it is counted in quarters and none is named."""
    is_quarterly = pack.cards[claim.indicator_id].text.period == "quarter"
    if is_quarterly == (claim.period != "year"):
        return claim
    if not is_quarterly:
        return replace(claim, period="year")
    raise BadInput(
        "appeal.quarter",
        what=_("the indicator '{name}' is counted by quarter").format(name=claim.indicator_id),
        remedy=_("say which quarter is meant: --period q1, q2, q3 or q4"),
    )
