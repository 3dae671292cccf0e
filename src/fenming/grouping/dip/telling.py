"""Why a case lies in its group, step by step, and why not in the groups nearest to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from fenming.grouping.dip.assign import Matched
from fenming.grouping.dip.directory import (
    TREATMENTS,
    Directory,
    Group,
    describe,
    shown_diagnosis,
    shown_procedure,
    treatment_words,
)
from fenming.kernel import BadInput, format_ppm, format_yuan
from fenming.kernel.language import _

NEAREST = 5


@dataclass(frozen=True, slots=True)
class Keyed:
    """What decides one case's group."""

    row: int
    written: str
    diagnosis: str
    treatment: str
    mains: tuple[str, ...]
    related: tuple[str, ...]
    total_fen: int
    group_id: str
    alike: int


@dataclass(frozen=True, slots=True)
class Told:
    """The steps of one case, and for each group that came near the condition it failed."""

    case_id: str
    group: Group | None
    steps: tuple[str, ...]
    why_not: tuple[tuple[str, str], ...]


def tell_case(directory: Directory, matched: Matched, case_id: str) -> Told:
    """The way of `case_id` to its group. Raises BadInput where no such case was read."""
    keyed = _keyed(matched, case_id)
    groups = {group.group_id: group for group in directory.groups}
    group = groups.get(keyed.group_id)
    return Told(case_id, group, tuple(_steps(directory, keyed, group)), tuple(_why_not(directory, keyed)))


def _keyed(matched: Matched, case_id: str) -> Keyed:
    found = matched.connection.execute(
        """SELECT cases.row, split_part(diagnoses, '|', 1), diagnosis, treatment, mains, related, cases.total_fen, group_id, alike
        FROM cases JOIN keyed USING (row) JOIN member USING (row) WHERE case_id = ?""",
        [case_id],
    ).fetchone()
    if found is None:
        raise _not_there(matched, case_id)
    row, written, diagnosis, rank, mains, related, *rest = found
    mains, related = (tuple(filter(None, text.split("+"))) for text in (mains, related))
    return Keyed(row, written, diagnosis, TREATMENTS[rank], mains, related, *rest)


def _not_there(matched: Matched, case_id: str) -> BadInput:
    aside = matched.connection.execute(
        "SELECT file, line, defect FROM set_aside WHERE case_id = ?", [case_id]
    ).fetchone()
    if aside is None:
        return BadInput(
            "case.unknown",
            what=_("there is no case '{case}' in the files").format(case=case_id),
            remedy=_("give the id as the file writes it (case_id or setl_id)"),
        )
    return BadInput(
        "case.set_aside",
        what=_("the case '{case}' was set aside").format(case=case_id),
        where=_("{file}, line {line}").format(file=aside[0], line=aside[1]),
        why=defect_words().get(aside[2], aside[2]),
        remedy=_("correct the row and hand it in again"),
    )


def defect_words() -> dict[str, str]:
    """What is wrong with a row that was set aside."""
    return {
        "row.ragged": _("the row has more or fewer columns than the header, or cannot be decoded"),
        "case.no_id": _("the case has no id"),
        "date.unreadable": _("the day of discharge cannot be read"),
        "amount.unreadable": _("the cost cannot be read, or is finer than a fen"),
        "amount.not_positive": _("the cost is nothing or negative"),
        "diagnosis.missing": _("there is no principal diagnosis"),
        "diagnosis.invalid": _("the principal diagnosis is no ICD-10 code"),
        "case.contradicts": _("several rows with this id say different things"),
        "case.repeated": _("the same row stands there again"),
        "group.none": _("the directory has no group for this diagnosis and treatment"),
    }


def _steps(directory: Directory, keyed: Keyed, group: Group | None) -> Iterator[str]:
    yield _("principal diagnosis {code} counts as {cut}").format(
        code=keyed.written.strip(), cut=shown_diagnosis(keyed.diagnosis)
    )
    yield _("treatment: {treatment}").format(treatment=treatment_words()[keyed.treatment])
    if keyed.mains:
        yield _("main procedure: {codes}").format(codes=_shown(keyed.mains))
    share = format_ppm(directory.terms.related_procedure_share)
    if keyed.related:
        yield _("related procedures of at least {share} of the cost: {codes}").format(
            share=share, codes=_shown(keyed.related)
        )
    elif keyed.mains:
        yield _("no related procedure is known to cost at least {share} of the case").format(share=share)
    if keyed.alike > 1:
        yield _("{count} groups match equally many procedures; the mean nearest to {cost} decides").format(
            count=keyed.alike, cost=format_yuan(keyed.total_fen)
        )
    yield _arrival(group)


def _arrival(group: Group | None) -> str:
    if group is None:
        return _("no group of the directory takes it")
    if group.kind == "core":
        return _("core group {group}").format(group=group.group_id)
    return _("no core group fits; composite group {group}").format(group=group.group_id)


def _shown(codes: tuple[str, ...]) -> str:
    return ", ".join(map(shown_procedure, codes))


def _why_not(directory: Directory, keyed: Keyed) -> Iterator[tuple[str, str]]:
    near = [
        (len(failed), group.group_id, describe(group), failed[0])
        for group in directory.groups
        if group.kind == "core"
        and group.diagnosis == keyed.diagnosis
        and group.group_id != keyed.group_id
        and (failed := list(_failed(group, keyed)))
    ]
    yield from ((name, f"{reason} ({told})") for _count, name, told, reason in sorted(near)[:NEAREST])
    if not near:
        yield shown_diagnosis(keyed.diagnosis), _("no other core group has this diagnosis")


def _failed(group: Group, keyed: Keyed) -> Iterator[str]:
    """Conditions of `group` that the case does not meet; where it meets all, what another group had before it."""
    related = tuple(filter(None, group.related_procedures.split("+")))
    if group.treatment != keyed.treatment:
        words = treatment_words()
        yield _("its treatment is {group}, the case's {case}").format(
            group=words[group.treatment], case=words[keyed.treatment]
        )
    if group.main_procedure and group.main_procedure not in keyed.mains:
        yield _("the main procedure {code} was not done as such").format(code=shown_procedure(group.main_procedure))
    if missing := tuple(code for code in related if code not in keyed.related):
        yield _("related procedures are missing or too cheap: {codes}").format(codes=_shown(missing))
    meets = (not group.main_procedure or group.main_procedure in keyed.mains) and set(related) <= set(keyed.related)
    if meets and group.treatment == keyed.treatment:
        yield _("it fits, and another group matches more procedures or lies nearer in cost")
