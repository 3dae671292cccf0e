"""Appealing against a year's assessment and deciding it; what is accepted counts from the next assessment on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import pyarrow.parquet as pq

from fenming.assessment.appeals import Appeal, AppealRegister, Claim
from fenming.assessment.corrections import sides
from fenming.assessment.frozen import FrozenRegister
from fenming.assessment.parties import COUNTY, KINDS, kind_words
from fenming.assessment.register import Said, assessments_of
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.policy import Pack, load_pack
from fenming.policy.cards import Card
from fenming.reports.assessment.folder import AssessmentFolder

PARTIES = {  # where the ids of each kind of party stand
    "unit": ("health_unit", "unit_id"),
    "township": ("health_unit", "township_hospital_id"),
    "consortium": ("health_unit", "consortium_id"),
    "institution": ("institution", "institution_id"),
}


def appeal_score(
    workspace: Workspace, claim: Claim, said: Said, files: Iterable[Path] = (), *, roots: tuple[Path, ...] = ()
) -> Appeal:
    """Enter an appeal of a known party against a known indicator. Raises BadInput with the nearest names where one is unknown,
    where the indicator has no value for such a party or no such count, and where more is claimed to be done than there was to do.
    """
    pack = load_pack(workspace.county, roots)
    pack.on(date(claim.year, 12, 31))
    _check_indicator(pack, claim.indicator_id)
    _check_counts(pack.cards[claim.indicator_id], claim)
    _check_party(workspace, claim.party_id, pack.cards[claim.indicator_id])
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


def late_appeals(workspace: Workspace, year: int) -> Finding | None:
    """Appeals of `year` that were accepted and do not count in the assessment that is frozen; None where there is none."""
    frozen = FrozenRegister.of(workspace).of_year(year)
    if frozen is None:
        return None
    counted = AssessmentFolder(assessments_of(workspace) / frozen.assessment_id).manifest["appeals"]
    late = [one.id for one in AppealRegister.of(workspace).counting(year) if one.id not in counted]
    if not late:
        return None
    return Finding(
        "assessment.appeals_since",
        what=_("accepted appeals do not count in assessment {id}, which is frozen").format(id=frozen.assessment_id),
        where=", ".join(late),
        why=_("the frozen scores decide the money and do not follow appeals by themselves"),
        remedy=_("assess again and freeze the new assessment with the reason"),
    )


def _check_counts(card: Card, claim: Claim) -> None:
    """Only what is counted can be corrected, and of a share of persons never more than all."""
    named = dict(zip(("numerator", "denominator"), sides(list(card.inputs)), strict=True))
    for role in claim.counts:
        if named[role] not in card.inputs or not card.inputs[named[role]].measures:
            raise BadInput(
                "appeal.count",
                what=_("the indicator '{name}' has no {role} that one count would correct").format(
                    name=claim.indicator_id, role=_("numerator") if role == "numerator" else _("denominator")
                ),
                remedy=_("hand in the corrected rows of the facts instead, and assess again"),
            )
    if card.is_credible and len(claim.counts) > 1 and claim.counts["numerator"] > claim.counts["denominator"]:
        raise BadInput(
            "appeal.exceeds",
            what=_("{numerator} of {denominator} is more than all").format(**claim.counts),
            where=claim.indicator_id,
            remedy=_("check both counts against the evidence"),
        )


def _check_party(workspace: Workspace, party: str, card: Card) -> None:
    by_kind = {COUNTY: {COUNTY}}
    for kind, (table, column) in PARTIES.items():
        if workspace.has(table):
            listed = pq.read_table(workspace.table_path(table), columns=[column])[column].to_pylist()
            by_kind[kind] = {str(one) for one in listed if one}
    known = set().union(*by_kind.values())
    if party in known and not any(party in by_kind.get(kind, ()) for kind in KINDS[card.text.grain]):
        raise BadInput(
            "appeal.grain",
            what=_("the indicator '{name}' has no value for {party}").format(name=card.indicator_id, party=party),
            why=_("it is worked out for: {kinds}").format(
                kinds=", ".join(kind_words()[kind] for kind in KINDS[card.text.grain])
            ),
            remedy=_("name one of these"),
        )
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
