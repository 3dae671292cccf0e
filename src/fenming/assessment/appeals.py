"""Appeals against an assessment: what a party claims and shows, and what was decided; both stay in the register."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

from fenming.assessment.register import APPEALS, EVIDENCE, Said, assessments_of
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.ledger.register import Register

KIND = "appeal"
State = Literal["open", "accepted", "rejected"]
STATES: tuple[State, ...] = ("open", "accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows it, kept under the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a party says its counts are, in one indicator and period (`year`, `q1` … `q4`) of a year; None: not disputed."""

    year: int
    party_id: str
    indicator_id: str
    period: str = "year"
    numerator: int | None = None
    denominator: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The claimed counts by role."""
        roles = {"numerator": self.numerator, "denominator": self.denominator}
        return {role: value for role, value in roles.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal: its claim, who made it and why, what shows it, and what was decided by whom."""

    id: str
    claim: Claim
    said: Said
    evidence: tuple[Evidence, ...] = ()
    state: State = "open"
    decided: Said | None = None

    def as_dict(self) -> dict[str, Any]:
        """For manifests and `--json`."""
        claim = self.claim
        return {
            "id": self.id,
            "year": claim.year,
            "party_id": claim.party_id,
            "indicator_id": claim.indicator_id,
            "period": claim.period,
            **claim.counts,
            **self.said.as_dict(),
            "evidence": [{"name": one.name, "sha256": one.sha256} for one in self.evidence],
            "state": self.state,
            "decided": self.decided.as_dict() if self.decided else None,
        }


class AppealRegister:
    """All appeals of a workspace by their ids, numbered A0001, A0002 … as they came."""

    def __init__(self, register: Register, evidence: Path | None = None) -> None:
        self.register, self.evidence = register, evidence
        self.appeals: dict[str, Appeal] = {}
        for content in register.contents:
            self._take(content)

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """The register of a workspace. Raises BadInput where lines of it were changed or are missing."""
        folder = assessments_of(workspace)
        return cls(Register.open(folder / APPEALS, KIND), folder / EVIDENCE)

    def make(self, claim: Claim, said: Said, files: Iterable[Path] = ()) -> Appeal:
        """Enter an appeal with copies of what shows it. Raises BadInput where it claims nothing, or one on the same is open."""
        _check_claim(claim)
        same = next((one for one in self.appeals.values() if one.state == "open" and _is_about(one.claim, claim)), None)
        if same is not None:
            raise BadInput(
                "appeal.open",
                what=_("appeal {id} on the same indicator, party and period is not decided yet").format(id=same.id),
                where=f"{claim.party_id} · {claim.indicator_id} · {claim.period} {claim.year}",
                why=_("two claims on one count cannot both hold"),
                remedy=_("decide it first: fenming assess decide {id} --accept or --reject").format(id=same.id),
            )
        appeal = Appeal(f"A{len(self.appeals) + 1:04d}", claim, said, tuple(map(self._keep, files)))
        self._enter({"event": "made", **appeal.as_dict()})
        return self.appeals[appeal.id]

    def decide(self, appeal_id: str, said: Said, *, is_accepted: bool) -> Appeal:
        """Enter what was decided; only once. Raises BadInput for an unknown or decided appeal, or evidence that was changed."""
        appeal = self[appeal_id]
        if appeal.decided is not None:
            raise BadInput(
                "appeal.decided",
                what=_("appeal {id} is decided already: {state}").format(id=appeal_id, state=state_word(appeal.state)),
                why=_("{by} decided it: {reason}").format(by=appeal.decided.by, reason=appeal.decided.reason),
                remedy=_("a decision stays as it is; let the party appeal again if it was wrong"),
            )
        self.check_evidence(appeal)
        state = "accepted" if is_accepted else "rejected"
        self._enter({"event": "decided", "id": appeal_id, "state": state, **said.as_dict()})
        return self.appeals[appeal_id]

    def __getitem__(self, appeal_id: str) -> Appeal:
        if appeal_id not in self.appeals:
            raise BadInput(
                "appeal.unknown",
                what=_("there is no appeal '{id}'").format(id=appeal_id),
                why=_("appeals there: {listed}").format(listed=", ".join(self.appeals) or "–"),
                remedy=_("list them with: fenming assess appeals"),
            )
        return self.appeals[appeal_id]

    def corrections(self, year: int) -> list[dict[str, str | int]]:
        """The rows of table `correction` of `year`; of several accepted appeals on one count the last decided one holds."""
        accepted = (one for one in self.appeals.values() if one.state == "accepted" and one.claim.year == year)
        rows: dict[tuple[str, ...], dict[str, str | int]] = {}
        for appeal in sorted(accepted, key=lambda one: (one.decided.at if one.decided else one.said.at, one.id)):
            claim = appeal.claim
            about = {"indicator_id": claim.indicator_id, "party_id": claim.party_id, "period": claim.period}
            for role, value in claim.counts.items():
                rows[*about.values(), role] = {"appeal_id": appeal.id, **about, "role": role, "value": value}
        return [rows[key] for key in sorted(rows)]

    def counting(self, year: int) -> list[Appeal]:
        """The appeals behind the corrections of `year`, by id."""
        return [self.appeals[one] for one in sorted({str(row["appeal_id"]) for row in self.corrections(year)})]

    def check_evidence(self, appeal: Appeal) -> None:
        """Raises BadInput where a file that was handed in is gone or has other bytes now."""
        for one in appeal.evidence:
            path = self.evidence / one.sha256 if self.evidence else None
            if path is not None and (not path.is_file() or _digest(path.read_bytes()) != one.sha256):
                raise BadInput(
                    "appeal.evidence_changed",
                    what=_("the evidence {name} of appeal {id} is not what was handed in").format(
                        name=one.name, id=appeal.id
                    ),
                    where=str(path),
                    why=_("the file is gone, or its bytes do not give the digest in the register"),
                    remedy=_("restore it from a copy, or let the party appeal again"),
                )

    def _keep(self, path: Path) -> Evidence:
        if not path.is_file():
            raise BadInput(
                "appeal.no_file",
                what=_("there is no file {path}").format(path=path),
                remedy=_("name the file that shows what is claimed"),
            )
        content = path.read_bytes()
        kept = Evidence(path.name, _digest(content))
        if self.evidence is not None:
            self.evidence.mkdir(parents=True, exist_ok=True)
            (self.evidence / kept.sha256).write_bytes(content)
        return kept

    def _enter(self, content: dict[str, Any]) -> None:
        self.register.append([content])
        self._take(content)

    def _take(self, content: dict[str, Any]) -> None:
        if content["event"] == "decided":
            known = self.appeals[content["id"]]
            self.appeals[known.id] = replace(known, state=content["state"], decided=Said.from_dict(content))
            return
        claim = Claim(
            content["year"],
            content["party_id"],
            content["indicator_id"],
            content["period"],
            content.get("numerator"),
            content.get("denominator"),
        )
        evidence = tuple(Evidence(**one) for one in content["evidence"])
        self.appeals[content["id"]] = Appeal(content["id"], claim, Said.from_dict(content), evidence)


def state_word(state: State) -> str:
    """An appeal's state in words."""
    return {"open": _("not decided yet"), "accepted": _("accepted on appeal"), "rejected": _("rejected")}[state]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_about(one: Claim, other: Claim) -> bool:
    return (one.year, one.party_id, one.indicator_id, one.period) == (
        other.year,
        other.party_id,
        other.indicator_id,
        other.period,
    )


def _check_claim(claim: Claim) -> None:
    if not claim.counts or any(value < 0 for value in claim.counts.values()):
        raise BadInput(
            "appeal.claim",
            what=_("the appeal claims no count"),
            where=f"{claim.party_id} · {claim.indicator_id} · {claim.period} {claim.year}",
            why=_("it says neither how many were done nor how many were due, or less than none"),
            remedy=_("give --numerator, --denominator or both, as whole numbers"),
        )
    if claim.period not in ("year", "q1", "q2", "q3", "q4"):
        raise BadInput(
            "appeal.period",
            what=_("'{period}' is no period of an assessment").format(period=claim.period),
            remedy=_("write year, q1, q2, q3 or q4"),
        )
