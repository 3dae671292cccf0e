"""Cases with their groups, as scoring takes them, and the small files that stand beside them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from fenming.grouping.dip.assign import Matched
from fenming.grouping.dip.lists import care_level, column, read_rows
from fenming.kernel import PPM, BadInput, parse_ppm
from fenming.kernel.language import _
from fenming.payment.dip.price import SCALE, Case, Institution

BATCH = 50_000


def year_of(matched: Matched, asked: int | None) -> int:
    """The one year to be scored: the one asked for, or the only one there is. Raises BadInput for several, and for none of it."""
    years = [row[0] for row in matched.connection.execute("SELECT DISTINCT year FROM cases ORDER BY year").fetchall()]
    if asked in years or (asked is None and len(years) == 1):
        return asked or int(years[0])
    raise BadInput(
        "dip.which_year",
        what=_("cases of which year are to be scored?"),
        where="--year",
        why=_("years of discharge in the files: {years}").format(years=", ".join(map(str, years)) or "–"),
        remedy=_("name one of them; cases of other years are left out and counted"),
    )


def cases_of(matched: Matched, schemes: Mapping[str, str], year: int) -> Iterator[Case]:
    """Every usable case discharged in `year`, in the order of the files; `schemes` turns codes into words, others stay as they are.

    What a person paid is, where it is not given, the cost less what the fund was billed, and with neither given nothing.
    """
    result = matched.connection.execute(
        """SELECT case_id, institution_id, consortium_id, coalesce(is_chronic, 0), scheme, year, month(discharged_on), group_id, cases.total_fen,
            coalesce(person_fen, cases.total_fen - fund_fen, 0), coalesce(fund_fen, 0), named.classes
        FROM cases JOIN member USING (row) LEFT JOIN (SELECT row, list({'kind': kind, 'name': name}) AS classes FROM class GROUP BY row) AS named USING (row)
        WHERE year = ? ORDER BY row""",
        [year],
    )
    while rows := result.fetchmany(BATCH):
        for row in rows:
            case, institution, consortium, is_chronic, scheme, year, month, group, total, person, fund, listed = row
            classes = {one["kind"]: one["name"] for one in listed or ()}
            word = schemes.get(scheme, scheme)
            yield Case(
                case, institution, consortium, is_chronic, word, year, month, group, total, person, fund, classes
            )


def read_institutions(path: Path) -> dict[str, Institution]:
    """Institutions by id: `care_level`, `coefficient` (1.05 or 105%), `assessment`, and any columns `support_…`. Raises BadInput."""
    found: dict[str, Institution] = {}
    for line, row in enumerate(read_rows(path), 2):
        where = _("{file}, line {line}").format(file=path.name, line=line)
        name = column(row, ("institution_id", "fixmedins_code"), where)
        supports = {key: _rate(text, where) for key, text in row.items() if key.startswith("support") and text}
        found[name] = Institution(
            care_level(row),
            _rate(row.get("coefficient", "") or "1", where),
            supports,
            _rate(row.get("assessment", "") or "1", where),
        )
    return found


def _rate(text: str, where: str) -> int:
    try:
        rate = parse_ppm(text)
    except BadInput as problem:
        finding = problem.findings[0]
        raise BadInput(finding.code, finding.what, where, finding.why, finding.remedy) from None
    if rate < 0 or rate > 100 * PPM:
        raise BadInput(
            "dip.bad_rate",
            what=_("{text} is no coefficient").format(text=text),
            where=where,
            remedy=_("write it like 1.05 or 105%"),
        )
    return rate


def read_decisions(path: Path) -> dict[str, int]:
    """What experts decided: micro-points by case, from `case_id` and `points`. Raises BadInput."""
    found: dict[str, int] = {}
    for line, row in enumerate(read_rows(path), 2):
        where = _("{file}, line {line}").format(file=path.name, line=line)
        case, text = column(row, ("case_id", "setl_id"), where), column(row, ("points", "score"), where)
        try:
            exact = Decimal(text.replace(",", "")) * SCALE
        except InvalidOperation:
            exact = Decimal(-1)
        if exact < 0 or exact != exact.to_integral_value():
            raise BadInput(
                "dip.bad_points",
                what=_("'{text}' are no points").format(text=text),
                where=where,
                remedy=_("write a number, not negative, with at most six decimals"),
            )
        found[case] = int(exact)
    return found


def read_primary_groups(path: Path) -> frozenset[str]:
    """Groups that count as primary-care groups, one a row under `group_id`."""
    return frozenset(column(row, ("group_id",), path.name) for row in read_rows(path))
