"""Conditions, statuses and reasons in words."""

import pyarrow as pa

from fenming.grouping.engine import rules as engine
from fenming.grouping.tables.condition import Condition
from fenming.grouping.tables.group_tables import GroupTables
from fenming.kernel.language import _

EXAMPLES = 3  # codes of a list named as examples


def field_words() -> dict[str, str]:
    """Facts of a case as people call them."""
    return {
        "sex": _("sex"),
        "age": _("age in years"),
        "age_days": _("age in days"),
        "birth_weight_g": _("birth weight in grams"),
        "admission_weight_g": _("weight on admission in grams"),
        "stay_days": _("days of stay"),
        "icu_hours": _("hours in intensive care"),
        "ventilation_hours": _("hours of ventilation"),
        "discharge_way": _("way of discharge"),
        "department": _("department"),
        "principal_diagnosis": _("principal diagnosis"),
    }


def status_names() -> dict[str, str]:
    """Statuses as people call them."""
    return {
        "grouped": _("grouped"),
        "ungrouped": _("not grouped"),
        "invalid_code": _("a code nobody knows"),
        "needs_data": _("a fact is missing"),
        "ambiguous": _("ambiguous"),
    }


def status_words(status: str, reason: str) -> str:
    """Status and reason in one sentence."""
    name = status_names()[status]
    return _("{what}: {why}").format(what=name, why=_reason(reason)) if reason else name


def _reason(reason: str) -> str:
    kind, _colon, what = reason.partition(":")
    sentences = {
        "no_mdc": _("no MDC takes this principal diagnosis"),
        "no_adrg": _("an MDC takes it, but none of its ADRGs"),
        "no_drg": _("none of the ADRG's DRGs takes it"),
        "same_order": _("two groups at the same place of the tables both fit"),
        "ambiguous_group": _("the group is one for cases that fit nowhere rightly"),
        "unknown_code": _("'{code}' is no code of these tables, and which code it should be decides the group"),
        "missing": _("{field} is not given, and decides the group"),
        "contradiction": _("what is said of {field} contradicts itself, and decides the group"),
    }
    return sentences[kind].format(code=what, field=field_words().get(what, what))


def severity_words(severity: str) -> str:
    """A level of complications as people write it."""
    words = {"mcc": "MCC", "cc": "CC", "mcc_or_cc": _("MCC or CC"), "none": _("none")}
    return words.get(severity, severity)


def with_name(code: str, name: str) -> str:
    """A code with its name, where it has one."""
    return f"{code} {name}".strip()


def condition_words(tables: GroupTables, condition: Condition) -> str:
    """What a condition asks for."""
    first, second, third = condition.numbers
    if condition.kind == engine.NUMBER:
        return _range_words(first, second, third)
    if condition.kind == engine.WORD:
        field = field_words()[engine.WORDS[first]]
        return _("{field} is one of: {words}").format(field=field, words=_(", ").join(condition.written.split("|")))
    if condition.kind == engine.SEVERITY:
        return _("severity {severity}").format(severity=severity_words(condition.written))
    if condition.kind == engine.SITES:
        return _("diagnoses of the MDC's list in at least {count} body sites").format(count=third)
    if condition.kind == engine.COMBINATION:
        return _("combination of lists {combination}").format(combination=condition.written)
    return _list_words(tables, condition)


def _range_words(field: int, least: int, most: int) -> str:
    name = field_words()[engine.NUMBERS[field]]
    if field == engine.SEX:
        return _("sex male") if least == 1 else _("sex female")
    if least == most:
        return _("{field} {number}").format(field=name, number=least)
    if most >= engine.MOST:
        return _("{field} at least {number}").format(field=name, number=least)
    if least == 0:
        return _("{field} at most {number}").format(field=name, number=most)
    return _("{field} {least} to {most}").format(field=name, least=least, most=most)


def _list_words(tables: GroupTables, condition: Condition) -> str:
    place = condition.numbers[0]
    is_diagnosis, name = place < tables.dx_lists, tables.list_words[place]
    if name.startswith("OR"):
        return {
            engine.PRINCIPAL: _("the principal procedure is one of the operating room"),
            engine.ANY: _("some procedure is one of the operating room"),
            engine.NONE: _("no procedure is one of the operating room"),
        }[condition.kind]
    if condition.kind == engine.PRINCIPAL:
        words = (
            _("the principal diagnosis is in list {name}")
            if is_diagnosis
            else _("the principal procedure is in list {name}")
        )
    else:
        words = _("some diagnosis is in list {name}") if is_diagnosis else _("some procedure is in list {name}")
    return words.format(name=name)


def reason_words(tables: GroupTables, condition: Condition, answer: int, value: str) -> str:
    """How a condition failed."""
    asked = condition_words(tables, condition)
    if answer == engine.UNKNOWN:
        return _("not known whether {condition}").format(condition=asked)
    if value:
        return _("{condition}: it is {value}").format(condition=asked, value=value)
    return _("not met: {condition}").format(condition=asked)


def remedy_words(tables: GroupTables, condition: Condition, lacking: list[int]) -> str:
    """What would have met a condition; `lacking` are the lists of a combination that the case does not meet."""
    if condition.kind == engine.COMBINATION:
        return _(", and ").join(_example(tables, place) for place in lacking)
    if condition.kind in (engine.PRINCIPAL, engine.ANY):
        return _example(tables, condition.numbers[0])
    return condition_words(tables, condition)


def lacking_words(tables: GroupTables, lacking: list[int]) -> str:
    """The lists of a combination that the case does not meet."""
    return _("no code of the case is in list {names}").format(
        names=_(", ").join(tables.list_words[one] for one in lacking)
    )


def _example(tables: GroupTables, place: int) -> str:
    """Some codes of a list."""
    is_diagnosis = place < tables.dx_lists
    book = tables.diagnoses if is_diagnosis else tables.procedures
    firsts, lists = (
        (tables.rules.dx_first, tables.rules.dx_list)
        if is_diagnosis
        else (tables.rules.proc_first, tables.rules.proc_list)
    )
    places = (lists == place).nonzero()[0]
    codes = firsts.searchsorted(places[:EXAMPLES], side="right") - 1
    named = [
        with_name(text, tables.name_of(side=int(not is_diagnosis), code=text))
        for text in book.texts.take(pa.array(codes)).to_pylist()
    ]
    return _("one of {count} codes such as {codes}").format(count=len(places), codes=_("; ").join(named))
