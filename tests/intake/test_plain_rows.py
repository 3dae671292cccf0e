"""Rows read directly are exactly those that the SQL would accept without a word, cell by cell the same."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.engines.local import connect
from fenming.facts.intake.cells import Cells, reader
from fenming.facts.intake.clean import define_macros
from fenming.facts.intake.mapping import Mapping
from fenming.facts.intake.plain import PlainRows
from fenming.facts.intake.recognise import _match
from fenming.facts.intake.words import Words
from fenming.facts.table import TABLES
from tests.intake.county import bill, line, resident

AMOUNTS = [
    "0.00", "10.00", "5.50", "84.50", "100", "10.000", "+5.5", "-3.00", " 46.48 ", "46.48\t", "1,000.00", "1,00.00", ".5", "-.50", "5.", ".",
    "-", "1e2", "1.005", "12.345000", "0x10", "1_000", "nan", "NaN", "null", "", "  ", "一百", "９.00", "100.00\u3000", "\ufeff5.50", "99999999999999.99",
    "123456789012.34", "--5", "5-", "1.2.3", "2024-01-01", "100.0", "00012.30", "-0.00", "4.52", "4.5234", "4.52345678", "999999",
]  # fmt: skip
MOMENTS = [
    "2024-03-01", "2024-03-01 10:00:00", "2024-02-30", "2024-02-30 10:00:00", "2024/3/1", "2024/03/01 08:05", "20240301", "20240301101500",
    "2024-03-01T02:01:00Z", "2024-03-01T10:00:00+08:00", "2024-03-01 10:00", "2024-03-01 10", "2024-03-01 24:00:00", "2024-03-01 23:59:60",
    "2024年03月01日", "2024.03.01", " 2024-03-01", "2024-03-01\t", "nan", "", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01",
    "2024-03-01 10:00:00.500", "2024-3-1 1:2:3", "24-03-01", "2024-03-01 10:00:00 ", "2023-02-29 00:00:00", "2024-02-29 00:00:00",
]  # fmt: skip
WORDS = [
    "", "a", "S00001", "390", " 390", "390\t", "NaN", "nan", "none", "NULL", "nat", "nano", "门诊", " 门诊 ", "\u3000住院\u3000", "\ufeffx", "x y",
    "a\nb", "a\n", "~~", "PABCDEFGHIJKLM", "3406000000000001", "3406000000000001 ", "é", "\u00a0x", "1", "0", "1.0", "是", "否", "true", "N", "2",
    "67", "67.0", "0.5", "120.9", "-1", "12.5%", "0.05", "5%", "1", "0.123456", "0.1234567", "3.0", "1e1", "28",
]  # fmt: skip
KINDS = {
    "fen": AMOUNTS,
    "micro_yuan": AMOUNTS,
    "quantity": AMOUNTS,
    "integer": AMOUNTS,
    "date": MOMENTS,
    "instant": MOMENTS,
}
MODELS = {
    "bill": bill(1) | {"psn_pay": "", "age": "32.0", "cvlserv_flag": "0", "hifob_pay": "", "psn_type": "1501"},
    "fee_line": line(1, 1) | {"pric_uplmt_amt": "999999", "lmt_used_flag": "0"},
    "person": resident(1),
    "accumulator": {
        "psn_no": "34060001",
        "insutype": "390",
        "year": "2024",
        "cum_type_code": "C0",
        "cum_ym": "",
        "cum": "1",
    },
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    with connect(tmp_path_factory.mktemp("spill"), "1GB", 1) as opened:
        define_macros(opened, b"k" * 32, "sha256")
        yield opened


def cells_of(table: str, tolerated_fen: int = 0) -> Cells:
    model = MODELS[table]
    return Cells(_match(TABLES[table], 0, tuple(model), Mapping()), tuple(model), tolerated_fen)


@st.composite
def rows_of(draw, table: str) -> list[dict[str, str]]:
    """Rows like the model's, some cells of which are as odd as real exports have them."""
    match = cells_of(table).match
    kinds = {
        place: column.type
        for column in match.table.columns
        for place in match.sources[column.name] + match.adds[column.name]
    }
    odd = {name: st.sampled_from(KINDS.get(kinds.get(place, ""), WORDS)) for place, name in enumerate(MODELS[table])}
    columns = draw(st.lists(st.sampled_from(list(odd)), max_size=4, unique=True))
    changes = st.fixed_dictionaries({}, optional={name: odd[name] for name in columns})
    return [MODELS[table] | change for change in draw(st.lists(changes, min_size=1, max_size=12))]


def read_both_ways(connection, cells: Cells, rows: list[dict[str, str]]) -> tuple[list[dict], list[dict]]:
    """The rows that are read directly, and those that SQL takes without a remark."""
    cells_by_place = {
        f"c{place}": pa.array([row[name] for row in rows], pa.string()) for place, name in enumerate(cells.headers)
    }
    texts = pa.table({"line": pa.array(range(1, len(rows) + 1), pa.int64()), **cells_by_place})
    reader = PlainRows(cells, Words(connection))
    plain, doubtful = reader.read(texts)
    judged = (
        connection.sql(cells.select(by_macros(cells, "texts"))).to_arrow_table().cast(reader.schema).sort_by("line")
    )
    assert plain.num_rows + doubtful.num_rows == len(rows)
    return numbered(plain), [row for row in numbered(judged) if not row["defect"] and row["note"] is None]


def by_macros(cells: Cells, texts: str) -> str:
    """Every cell trimmed and read by the SQL macros alone."""
    trimmed = ", ".join(f"text_of(c{place}) AS t{place}" for place in cells.places)
    read = ", ".join(f"{reader(kind)}(t{place}) AS {kind}_{place}" for kind, place in cells.readings)
    return f"SELECT *, {read} FROM (SELECT *, {trimmed} FROM {texts})"


def numbered(table: pa.Table) -> list[dict]:
    """Rows with days and moments as their numbers, which have no first and no last year."""
    whole = {pa.date32(): pa.int32(), pa.timestamp("us"): pa.int64()}
    columns = [column.cast(whole.get(column.type, column.type)) for column in table.columns]
    return pa.table(columns, table.column_names).to_pylist()


def difference(plain: list[dict], accepted: list[dict]) -> list[tuple]:
    """Line, column, value read directly, value by SQL; a row that only one of them takes has no column."""
    direct, judged = ({row["line"]: row for row in rows} for rows in (plain, accepted))
    alone = [(number, "", number in direct, number in judged) for number in sorted(direct.keys() ^ judged.keys())]
    both = sorted(direct.keys() & judged.keys())
    return alone + [
        (number, name, value, judged[number][name])
        for number in both
        for name, value in direct[number].items()
        if value != judged[number][name]
    ]


@pytest.mark.parametrize("table", MODELS)
@pytest.mark.parametrize("tolerated_fen", [0, 100])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_direct_reading_and_sql_agree_on_every_row(connection, table, tolerated_fen, data):
    plain, accepted = read_both_ways(connection, cells_of(table, tolerated_fen), data.draw(rows_of(table)))
    assert difference(plain, accepted) == []


@pytest.mark.parametrize("name", ["medfee_sumamt", "setl_time", "begndate", "psn_no", "refl_flag", "insutype", "age"])
def test_every_odd_cell_is_read_the_same_both_ways(connection, name):
    rows = [MODELS["bill"] | {name: odd} for odd in (*AMOUNTS, *MOMENTS, *WORDS)]
    plain, accepted = read_both_ways(connection, cells_of("bill"), rows)
    assert difference(plain, accepted) == []
