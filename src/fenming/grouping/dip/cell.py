"""One cell of a file as SQL: text without blanks around it, whole numbers, days, whole fen."""

from dataclasses import dataclass

_DAYS = "['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y.%m.%d', '%Y-%m-%d %H:%M:%S.%g']"
_WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT")
_DAY = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cell and the SQL type it becomes."""

    name: str
    sql: str


TEXT, WHOLE, DATE, FEN = Kind("text", "VARCHAR"), Kind("whole", "BIGINT"), Kind("date", "DATE"), Kind("fen", "BIGINT")


def reader(kind: Kind, column: tuple[str, str], *, is_fen: bool) -> str:
    """SQL that reads `column` (name, type in the file) as `kind`; NULL where it cannot be read, texts then empty.

    An amount finer than a fen cannot be read: it is never rounded in silence.
    """
    name, stands = column
    text = f"trim(CAST({name} AS VARCHAR), ' \t\r\n\u3000')"
    if kind == TEXT:
        return f"coalesce({text}, '')"
    if kind == WHOLE:
        return f"CAST({name} AS BIGINT)" if stands in _WHOLE else _whole(text)
    if kind == DATE:
        return f"CAST({name} AS DATE)" if stands in _DAY else f"CAST(try_strptime({text}, {_DAYS}) AS DATE)"
    if is_fen:
        return f"CAST({name} AS BIGINT)" if stands in _WHOLE else _whole(text)
    return fen(text)


def absent(kind: Kind) -> str:
    """SQL for a column that the file does not have."""
    return "''" if kind == TEXT else "NULL"


def _whole(text: str) -> str:
    exact = f"try_cast({text} AS DECIMAL(20, 4))"
    return f"CASE WHEN {exact} = trunc({exact}) THEN CAST({exact} AS BIGINT) END"


def fen(text: str) -> str:
    """SQL for whole fen in a text of yuan, such as 1,234.5; NULL where it is none or finer than a fen."""
    exact = f"try_cast(replace(replace({text}, ',', ''), '，', '') AS DECIMAL(20, 6)) * 100"
    return f"CASE WHEN {exact} = trunc({exact}) THEN CAST({exact} AS BIGINT) END"
