"""codes.yaml: which word of ours a code of the national platform, or of one place's, stands for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy.models import CiteText, DocumentText, LabelText
from fenming.policy.parameter import unresolved
from fenming.policy.shape import fit
from fenming.policy.vocabulary import (
    CARE_STATES,
    CARES,
    CATEGORIES,
    DELIVERIES,
    PERSONS,
    REFERRALS,
    SCHEME_STATES,
    SCHEMES,
)
from fenming.policy.yaml_text import Text

# None: words of the place's own, which need a label in keys.yaml.
WORDS: dict[str, tuple[str, ...] | None] = {
    "scheme": SCHEMES,
    "care": CARES,
    "disease": None,
    "disease_care": CARES,
    "person": PERSONS,
    "category": CATEGORIES,
    "delivery": DELIVERIES,
    "referral": REFERRALS,
    "cause": None,
    "accumulator": (),  # see `_state_words`
}
BY_PREFIX = ("disease", "person", "cause")
CITE = "cite"
Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class CodeText:
    """One code as a file writes it: its word, or None where a place says that the code means nothing there."""

    section: str
    code: str
    word: str | None
    where: str


def read_codes(text: Text | None, findings: list[Finding]) -> tuple[CodeText, ...]:
    """The codes of one codes.yaml; unknown sections, entries that are no words and bad citations become findings."""
    if text is None:
        return ()
    if not isinstance(text.data, dict):
        findings.append(_no_sections(text.where()))
        return ()
    return tuple(code for section in text.data for code in _section(text, section, findings))


def merge_codes(
    files: Sequence[tuple[CodeText, ...]], keys: Mapping[str, LabelText], findings: list[Finding]
) -> dict[str, dict[str, str]]:
    """All sections, the lower files adding and replacing single codes; every word held against the vocabulary."""
    found: dict[str, dict[str, CodeText]] = {section: {} for section in WORDS}
    for code in (code for codes in files for code in codes):
        found[code.section][code.code] = code
    diseases = {code.word for code in found["disease"].values() if code.word}
    for code in (code for codes in files for code in codes):
        findings.extend(_misfits(code, keys, diseases))
    return {
        section: {code: one.word for code, one in sorted(codes.items()) if one.word is not None}
        for section, codes in found.items()
    }


def word_of(codes: Codes, section: str, code: str) -> str | None:
    """The word that `code` stands for: itself where it is a category's word, the longest prefix for diseases, persons and causes."""
    known = codes.get(section, {})
    if section in BY_PREFIX:
        ends = (code[:length] for length in range(len(code), 0, -1))
        return next((known[prefix] for prefix in ends if prefix in known), None)
    return known.get(code, code if section == "category" and code in CATEGORIES else None)


def cited(text: Text | None, documents: Mapping[str, DocumentText]) -> Iterator[Finding]:
    """Findings for sections that cite a document which is not listed."""
    for section, entries in text.data.items() if text is not None and isinstance(text.data, dict) else ():
        cite = entries.get(CITE) if isinstance(entries, dict) else None
        document = cite.get("document") if isinstance(cite, dict) else None
        if isinstance(document, str) and document not in documents:
            yield unresolved(document, text.where(section, CITE, "document") if text else "", documents)


def state_words() -> tuple[str, ...]:
    """Every state an accumulator may name: `pool`, `outpatient.pool`, and each of them after a scheme and a dot."""
    own = (*SCHEME_STATES, *(f"{care}.{state}" for care in CARES for state in CARE_STATES))
    return (*own, *(f"{scheme}.{state}" for scheme in SCHEMES for state in own))


def _section(text: Text, section: str, findings: list[Finding]) -> Iterator[CodeText]:
    entries: Any = text.data[section]
    if section not in WORDS:
        findings.append(_unknown_section(section, text.where(section)))
        return
    if not isinstance(entries, dict):
        findings.append(_no_words(section, text.where(section)))
        return
    for code, word in entries.items():
        if code == CITE:
            fit(text, CiteText, findings, (section, CITE))
        elif word is None or isinstance(word, str):
            yield CodeText(section, code, word, text.where(section, code))
        else:
            findings.append(_no_words(section, text.where(section, code)))


def _misfits(code: CodeText, keys: Mapping[str, LabelText], diseases: set[str]) -> Iterator[Finding]:
    allowed = state_words() if code.section == "accumulator" else WORDS[code.section]
    if code.word is None:
        return
    if allowed is None and code.word not in keys:
        yield Finding(
            "policy.missing_label",
            _("the key '{key}' has no label").format(key=code.word),
            code.where,
            _("reports name every party and level in Chinese and English"),
            _("add '{key}' with label and label_en to keys.yaml").format(key=code.word),
        )
    if allowed is not None and code.word not in allowed:
        yield _unknown_word(code, allowed)
    if code.section == "disease_care" and code.code not in diseases:
        yield _unknown_disease(code, diseases)


def _unknown_word(code: CodeText, allowed: tuple[str, ...]) -> Finding:
    near = get_close_matches(code.word or "", allowed, 1)
    return Finding(
        "policy.unknown_word",
        _("'{value}' is not a known {key}").format(value=code.word, key=code.section),
        code.where,
        _("bills with the code {code} could not be judged").format(code=code.code),
        _("did you mean '{key}'?").format(key=near[0])
        if near
        else _("use one of: {known}").format(known=", ".join(allowed[:20])),
    )


def _unknown_disease(code: CodeText, diseases: set[str]) -> Finding:
    return Finding(
        "policy.unknown_disease",
        _("no code stands for the disease '{disease}'").format(disease=code.code),
        code.where,
        _("`disease_care` sends the bills of a disease to a care, and no bill could have this one"),
        _("write a code for it under `disease`, or use one of: {known}").format(known=", ".join(sorted(diseases))),
    )


def _unknown_section(section: str, where: str) -> Finding:
    near = get_close_matches(section, WORDS, 1)
    return Finding(
        "policy.unknown_section",
        _("'{section}' is no section of codes.yaml").format(section=section),
        where,
        _("its codes would be ignored silently"),
        _("did you mean '{key}'?").format(key=near[0])
        if near
        else _("use one of: {known}").format(known=", ".join(WORDS)),
    )


def _no_sections(where: str) -> Finding:
    return Finding(
        "policy.bad_value",
        _("this file must map ids to entries"),
        where,
        "",
        _("write sections of codes: {known}").format(known=", ".join(WORDS)),
    )


def _no_words(section: str, where: str) -> Finding:
    return Finding(
        "policy.bad_value",
        _("what stands at '{key}' does not fit").format(key=section),
        where,
        _("expected: {expected}").format(expected=_("codes, each with a word, such as '21': inpatient")),
        _("see the guide beside the packs, README.md"),
    )
