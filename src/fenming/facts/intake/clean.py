"""Text as found in files, read exactly: SQL macros, one per canonical type.

Each macro gives null for what it cannot read exactly; nothing is rounded. DuckDB's own casts round
(`1.005` to `1.01`, `12.5` to `13`) and accept exponents, so every number first passes a pattern.
Macros avoid IN with many values, which DuckDB would turn into a join each, and repeat their argument: keep them shallow,
or a wide table needs gigabytes of vectors. All but `text_of` expect a cell that it has cleaned.
"""

import hashlib
import hmac

import duckdb

from fenming.engines.local import run

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LABEL = "P[A-H][A-Z2-7]{12}"
WORDS_FOR_NOTHING = ("", "nan", "NaN", "NAN", "null", "NULL", "Null", "none", "None", "NONE", "nat", "NaT")
_NOTHING = "(?i)(nan|null|none|nat)?"
BLANKS = " \t\r\n\u00a0\u3000\ufeff"
_DIGITS = "([0-9]{1,3}(,[0-9]{3})+|[0-9]+)"
_ZONED = ".*[0-9]:[0-9]{2}.*(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
_FORMATS = "['%Y-%m-%d', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y/%m/%d', '%Y%m%d%H%M%S', '%Y%m%d', '%Y.%m.%d', '%Y年%m月%d日']"


DECIMALS = {"fen": (15, 2), "micro_yuan": (18, 6), "quantity": (16, 4), "integer": (18, 0), "ppm": (11, 6)}


def _exact(precision: int, decimals: int, after: str = "") -> str:
    """SQL for a number with at most `decimals` decimals (further zeros do no harm), in units of the last; null for any other."""
    fraction = f"([0-9]{{1,{decimals}}}0*|0+)" if decimals else "0+"
    pattern = f"[+-]?({_DIGITS}([.][0-9]{{0,{decimals}}}0*)?|[.]{fraction}){after}"
    digits = "regexp_replace(x, '[^0-9.+-]', '', 'g')"
    return (
        f"CASE WHEN regexp_full_match(x, '{pattern}')"
        f" THEN CAST(CAST(TRY_CAST({digits} AS DECIMAL({precision}, {decimals})) AS DECIMAL(38, {decimals})) * {10**decimals} AS BIGINT) END"
    )


MACROS = (
    f"text_of(x) AS CASE WHEN NOT regexp_full_match(trim(x, '{BLANKS}'), '{_NOTHING}') THEN trim(x, '{BLANKS}') END",
    "as_text(x) AS x",
    f"fen_of(x) AS {_exact(*DECIMALS['fen'])}",
    f"ppm_of(x) AS CASE WHEN ends_with(x, '%') THEN {_exact(11, 4, after='%')} ELSE {_exact(*DECIMALS['ppm'])} END",
    f"quantity_of(x) AS {_exact(*DECIMALS['quantity'])}",
    f"micro_yuan_of(x) AS {_exact(*DECIMALS['micro_yuan'])}",
    f"integer_of(x) AS {_exact(*DECIMALS['integer'])}",
    # a tenth of a year is still the year before: digits after the point are cut
    "years_of(x) AS CASE WHEN regexp_full_match(x, '[0-9]{1,3}([.][0-9]*)?') THEN CAST(split_part(x, '.', 1) AS BIGINT) END",
    # days, hours and minutes (3/12/30, 3天12小时30分钟) or hours; a part of an hour is cut
    (
        "hours_of(x) AS CASE WHEN regexp_full_match(x, '[0-9]{1,5}([.][0-9]*)?') THEN CAST(split_part(x, '.', 1) AS BIGINT)"
        " WHEN regexp_full_match(x, '[0-9]{1,4}/[0-9]{1,5}/[0-9]{1,7}') THEN (CAST(split_part(x, '/', 1) AS BIGINT) * 1440"
        " + CAST(split_part(x, '/', 2) AS BIGINT) * 60 + CAST(split_part(x, '/', 3) AS BIGINT)) // 60"
        " WHEN regexp_full_match(x, '(?:[0-9]{1,4}天)?(?:[0-9]{1,5}(?:小时|时))?(?:[0-9]{1,7}(?:分钟|分))?')"
        " THEN (coalesce(TRY_CAST(regexp_extract(x, '([0-9]+)天', 1) AS BIGINT), 0) * 1440"
        " + coalesce(TRY_CAST(regexp_extract(x, '([0-9]+)(小时|时)', 1) AS BIGINT), 0) * 60"
        " + coalesce(TRY_CAST(regexp_extract(x, '([0-9]+)分', 1) AS BIGINT), 0)) // 60 END"
    ),
    f"is_number(x) AS regexp_full_match(x, '[+-]?({_DIGITS}([.][0-9]*)?|[.][0-9]+)')",
    (
        "flag_of(x) AS CASE WHEN regexp_full_match(x, '(?i)1|1[.]0|true|y|yes|是') THEN true"
        " WHEN regexp_full_match(x, '(?i)0|0[.]0|false|n|no|否') THEN false END"
    ),
    # an instant with a time zone is told in China's time; one without is China's time already
    (
        f"instant_in(t) AS CASE WHEN regexp_full_match(t, '{_ZONED}')"
        " THEN TRY_CAST(t AS TIMESTAMPTZ) AT TIME ZONE 'Asia/Shanghai'"
        " WHEN regexp_full_match(t, '[0-9]{4}-.*') THEN TRY_CAST(t AS TIMESTAMP)"
        f" ELSE try_strptime(t, {_FORMATS}) END"
    ),
    "instant_of(x) AS instant_in(x)",
    "date_of(x) AS CAST(instant_in(x) AS DATE)",
    (
        f"person_label(p) AS 'P' || array_to_string(list_transform(range(13),"
        f" lambda i: substr('{ALPHABET}', CAST((p >> (60 - 5 * i)) & 31 AS INTEGER) + 1, 1)), '')"
    ),
    (
        "person_labelled(t) AS CAST(list_sum(list_transform(range(13),"
        f" lambda i: CAST(instr('{ALPHABET}', substr(t, i + 2, 1)) - 1 AS BIGINT) << (60 - 5 * i))) AS BIGINT)"
    ),
    "first_bits(h) AS CAST(CAST('0x' || substr(h, 1, 16) AS UBIGINT) >> 1 AS BIGINT)",
    "next_bits(h) AS CAST(CAST('0x' || substr(h, 17, 16) AS UBIGINT) >> 1 AS BIGINT)",
    f"person_of(x) AS CASE WHEN regexp_full_match(x, '{LABEL}') THEN person_labelled(x) ELSE first_bits(keyed_digest(x)) END",
    f"person_check_of(x) AS CASE WHEN regexp_full_match(x, '{LABEL}') THEN NULL ELSE next_bits(keyed_digest(x)) END",
)


def define_macros(connection: duckdb.DuckDBPyConnection, key: bytes, digest: str) -> None:
    """Teach `connection` to read cells and to turn person numbers into pseudonyms under `key`."""
    run(connection, f"CREATE OR REPLACE MACRO {_keyed_digest(connection, key, digest)}")
    for macro in MACROS:
        run(connection, f"CREATE OR REPLACE MACRO {macro}")


def _keyed_digest(connection: duckdb.DuckDBPyConnection, key: bytes, digest: str) -> str:
    """HMAC as RFC 2104 writes it, over DuckDB's own SHA-256; SM3, which DuckDB lacks, comes from OpenSSL."""
    if digest == "sha256":
        block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
        inner, outer = (_blob(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))
        return f"keyed_digest(t) AS sha256({outer} || unhex(sha256({inner} || encode(t))))"
    connection.create_function(
        "sm3_digest", lambda text: hmac.digest(key, text.encode(), "sm3").hex(), ["VARCHAR"], "VARCHAR"
    )
    return "keyed_digest(t) AS sm3_digest(t)"


def _blob(value: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02X}" for byte in value) + "'::BLOB"
