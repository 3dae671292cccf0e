"""The SQL that turns one file's cells into canonical columns and says what is wrong with each row."""

from collections.abc import Iterator
from dataclasses import dataclass

from fenming.engines.local import identifier, literal
from fenming.facts.care_tables import CARE_TABLES
from fenming.facts.column import Column
from fenming.facts.intake.identity import IDENTITIES, Identity
from fenming.facts.intake.recognise import Match, header

TYPES = {
    "text": "VARCHAR", "fen": "BIGINT", "micro_yuan": "BIGINT", "integer": "BIGINT", "years": "BIGINT", "hours": "BIGINT", "ppm": "BIGINT", "quantity": "BIGINT",
    "person": "BIGINT", "flag": "BOOLEAN", "date": "DATE", "instant": "TIMESTAMP",
}  # fmt: skip
_UNREADABLE = {
    "date": "date.unreadable",
    "instant": "date.unreadable",
    "flag": "flag.unreadable",
    "fen": "amount.unreadable",
}
MAY_BE_UNKNOWN = (
    "price_fen", "platform_deductible_fen", "account_balance_fen",
    "excluded_fen", "upfront_copay_fen", "fund_fen", "person_fen", "amount_fen",
    *(column.name for table in CARE_TABLES for column in table.columns if column.type == "fen"),
)  # fmt: skip
MAY_BE_UNREAD = ("price_fen", "price_micro_yuan")  # only line totals are money
FIRST_IDENTITY = 1001  # defect numbers: 1… columns in the table's order, 1001… its identities


@dataclass(frozen=True, slots=True)
class Cells:
    """SQL pieces for one match: places in the header become `c0`, `c1`, … of the rows relation."""

    match: Match
    headers: tuple[str, ...]
    accepted_difference_fen: int = 0

    @property
    def places(self) -> tuple[int, ...]:
        """The places in the header that are read at all."""
        return tuple(sorted({place for _kind, place in self.readings} | set(self.match.marks.values())))

    @property
    def identities(self) -> tuple[Identity, ...]:
        """What the amounts of a row must obey."""
        return IDENTITIES.get(self.match.table.name, ())

    @property
    def readings(self) -> tuple[tuple[str, int], ...]:
        """What is read: types and places; two columns may read one cell."""
        read = ((column.type, place) for column in self.match.table.columns for place in self._places(column))
        return tuple(dict.fromkeys(read))

    def select(self, rows: str) -> str:
        """The judging query over `rows`: `line`, cells as they stood (`c0`, `c3`, …), trimmed (`t0`, …) and read (`fen_0`, …).

        Canonical columns, then `line`, `defect` (number of the first failed check, 0 for none), `note`, and
        `raw`, the row as it stood, where it has a defect. Each layer computes once what the next ones use; the
        layers are nested because DuckDB would keep whole those of a WITH.
        """
        names = ", ".join(column.name for column in self.match.table.columns)
        typed = f"SELECT *, {self._typed()} FROM ({rows})"
        filled = f"SELECT * REPLACE ({self._filled()}), {self._given()} FROM ({typed})"
        judged = f"SELECT *, CAST({self._defect()} AS SMALLINT) AS defect FROM ({filled})"
        raw = f"CASE WHEN defect > 0 THEN CAST({self._raw()} AS VARCHAR) END AS raw"
        return f"SELECT {names}, {self._marks()} line, defect, {self._note()} AS note, {raw} FROM ({judged})"

    def explain(self, staged: str, defect: int) -> str:
        """SQL for the rows of `staged` with one defect number: line, code, field, value."""
        code, field, value = (
            self._explain_identity(self.identities[defect - FIRST_IDENTITY])
            if defect >= FIRST_IDENTITY
            else self._explain_column(self.match.table.columns[defect - 1])
        )
        return f"SELECT line, {code} AS code, {literal(field)} AS field, {value} AS value, raw FROM {staged} WHERE defect = {defect}"

    def _explain_identity(self, identity: Identity) -> tuple[str, str, str]:
        return literal(identity.code), "", f"CAST({identity.difference} AS VARCHAR)"

    def _explain_column(self, column: Column) -> tuple[str, str, str]:
        """Missing, unreadable, or finer than a fen: told from the row as it stood."""
        field = header(self.headers[self._places(column)[0]]) if self._places(column) else column.name
        stood = [
            f"text_of(json_extract_string(raw, {literal('$.' + identifier(header(self.headers[place])))}))"
            for place in self._places(column)
        ]
        unread = (
            [f"CASE WHEN {reader(column.type)}({text}) IS NULL THEN {text} END" for text in stood]
            if column.type != "person"
            else []
        )
        text = f"coalesce({', '.join((*unread, literal(self.match.fixed.get(column.name, ''))))})"
        wrong = literal(_UNREADABLE.get(column.type, "number.unreadable"))
        if column.type == "fen":
            wrong = f"CASE WHEN is_number({text}) THEN 'amount.too_fine' ELSE {wrong} END"
        return f"CASE WHEN {text} = '' THEN 'value.missing' ELSE {wrong} END", field, text

    def _places(self, column: Column) -> tuple[int, ...]:
        return self.match.sources[column.name] + self.match.adds[column.name]

    def _typed(self) -> str:
        typed = [f"{self._value(column)} AS {column.name}" for column in self.match.table.columns]
        typed += [
            f"{self._is_unread(column)} AS unread_{number}"
            for number, column in self._columns()
            if self._may_be_unread(column)
        ]
        if self.match.table.name == "person":  # a second pseudonym, by which a collision of the first shows
            checks = [f"person_check_of(t{place})" for place in self.match.sources["person_id"]]
            typed.append(f"coalesce({', '.join((*checks, 'NULL'))}) AS person_check")
        return ", ".join(typed)

    def _value(self, column: Column) -> str:
        read = [_cell(column, place) for place in self.match.sources[column.name]]
        if column.name in self.match.fixed:
            read.append(f"{reader(column.type)}({literal(self.match.fixed[column.name])})")
        clear = [f"nullif({cell}, {literal(column.vague)})" for cell in read] if column.vague else []
        value = f"coalesce({', '.join((*clear, *read))})" if read else f"CAST(NULL AS {TYPES[column.type]})"
        adds = [f"coalesce({_cell(column, place)}, 0)" for place in self.match.adds[column.name]]
        return f"coalesce({value}, 0) + {' + '.join(adds)}" if adds else value

    def _may_be_unread(self, column: Column) -> bool:
        """Text can always be read; a unit price finer than its column is left blank there."""
        return column.type != "text" and column.name not in MAY_BE_UNREAD and bool(self._places(column))

    def _is_unread(self, column: Column) -> str:
        tests = [f"(t{place} IS NOT NULL AND {_cell(column, place)} IS NULL)" for place in self._places(column)]
        return " OR ".join(tests)

    def _filled(self) -> str:
        """Optional money that a file does not carry is nothing paid; what no identity binds stays unknown."""
        optional = {column.name for column in self.match.table.columns if column.type == "fen" and not column.required}
        filled = {name: f"coalesce({name}, 0)" for name in sorted(optional - set(MAY_BE_UNKNOWN))}
        for identity in self.identities:
            given = " OR ".join(f"{name} IS NOT NULL" for name in identity.given)
            filled |= {name: f"CASE WHEN {given} THEN coalesce({name}, 0) END" for name in identity.given}
        return ", ".join(f"{value} AS {name}" for name, value in filled.items()) or "line AS line"

    def _given(self) -> str:
        rules = [
            f"({' OR '.join(f'{name} IS NOT NULL' for name in identity.given)}) AS given_{place}"
            for place, identity in enumerate(self.identities)
            if identity.given
        ]
        return ", ".join(rules) or "true AS given"

    def _columns(self) -> Iterator[tuple[int, Column]]:
        return enumerate(self.match.table.columns, 1)

    def _defect(self) -> str:
        tests = [
            f"WHEN unread_{number} THEN {number}" for number, column in self._columns() if self._may_be_unread(column)
        ]
        tests += [f"WHEN {column.name} IS NULL THEN {number}" for number, column in self._columns() if column.required]
        tests += [f"WHEN {test} THEN {number}" for number, test in self._broken_identities()]
        return f"CASE {' '.join(tests)} ELSE 0 END"

    def _broken_identities(self) -> Iterator[tuple[int, str]]:
        for place, identity in enumerate(self.identities):
            given = f"given_{place} AND " if identity.given else ""
            limit = max(self.accepted_difference_fen, 1) if identity.code != "identity.6" else 1
            yield FIRST_IDENTITY + place, f"{given}abs({identity.difference}) >= {limit}"

    def _note(self) -> str:
        """What is remarkable about a row that is accepted all the same."""
        notes = [
            f"WHEN abs({identity.difference}) BETWEEN 1 AND {self.accepted_difference_fen - 1} THEN {literal(identity.code)}"
            for identity in self.identities
            if self.accepted_difference_fen > 1
        ]
        if self.match.table.name == "fee_line" and self.match.sources["price_fen"]:
            notes.append(
                f"WHEN price_fen IS NULL AND t{self.match.sources['price_fen'][0]} IS NOT NULL THEN 'price.finer_than_fen'"
            )
        return f"CASE WHEN defect > 0 THEN NULL {' '.join(notes)} END" if notes else "CAST(NULL AS VARCHAR)"

    def _marks(self) -> str:
        """Columns that are looked at once and not kept: the person check, the platform's marks on a bill."""
        if self.match.table.name == "person":
            return "person_check,"
        if self.match.table.name != "bill":
            return ""
        valid, refunded = (self.match.marks.get(name) for name in ("vali_flag", "refd_setl_flag"))
        is_valid = f"coalesce(flag_of(t{valid}), true)" if valid is not None else "true"
        is_refunded = f"coalesce(flag_of(t{refunded}), false)" if refunded is not None else "false"
        return f"{is_valid} AS is_valid, {is_refunded} AS is_refunded,"

    def _raw(self) -> str:
        """The row as it stood, of the columns Fenming reads; person numbers only as labels."""
        kept: dict[str, str] = {}
        for column in self.match.table.columns:
            for place in self._places(column):
                cell = f"person_label({_cell(column, place)})" if column.type == "person" else f"c{place}"
                kept.setdefault(header(self.headers[place]), cell)
        for name, place in self.match.marks.items():
            kept.setdefault(name, f"c{place}")
        return "to_json(struct_pack(" + ", ".join(f"{identifier(name)} := {cell}" for name, cell in kept.items()) + "))"


def reader(kind: str) -> str:
    """The macro that reads a type from a trimmed cell."""
    return f"{kind}_of" if kind != "text" else "as_text"


def _cell(column: Column, place: int) -> str:
    return f"{column.type}_{place}"
