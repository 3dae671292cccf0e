"""Bad data is a value: what, where, why, and what to do."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with what a user gave, in the user's words. `code` is stable and language-free.

    `rows` and `fen` say how many rows and how much money it touches, where that is known.
    """

    code: str
    what: str
    where: str = ""
    why: str = ""
    remedy: str = ""
    rows: int = 0
    fen: int = 0

    def __str__(self) -> str:
        return " · ".join(part for part in (self.what, self.where, self.why, self.remedy) if part)

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


class BadInput(ValueError):
    """Raised where work cannot go on because of what the user gave; carries one or more findings."""

    def __init__(
        self,
        code: str = "",
        what: str = "",
        where: str = "",
        why: str = "",
        remedy: str = "",
        *,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        self.findings = findings or (Finding(code, what, where, why, remedy),)
        super().__init__("\n".join(str(finding) for finding in self.findings))
