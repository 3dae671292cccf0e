"""What a reader should know of rows of other systems that are accepted all the same."""

from collections.abc import Callable, Iterator

from fenming.engines.local import run
from fenming.facts.intake.settling import Settling
from fenming.kernel.finding import Finding
from fenming.kernel.language import _

AGE_GROUPS = 18  # 0, 5 … 85 and over
_PARTS = {
    "doctors": "staff", "nurses": "staff", "tcm_doctors": "doctors", "senior_titles": "staff", "tcm_visits": "visits", "tcm_nondrug_visits": "visits",
    "medical_income_fen": "revenue_fen", "service_income_fen": "medical_income_fen", "staff_cost_fen": "spend_fen",
}  # fmt: skip


def remark_care(settling: Settling) -> Iterator[Finding]:
    """Findings on the good rows of one of these tables; none for a table of other kinds."""
    own: dict[str, Callable[[Settling], Iterator[Finding]]] = {
        "unit_merger": _mergers, "measurement": _measurements, "referral": _referrals, "death": _deaths, "sample_check": _strangers,
        "item_count": _items, "population": _groups, "fiscal_grant": _grants, "institution_year": _years,
    }  # fmt: skip
    if settling.table.name in own:
        yield from own[settling.table.name](settling)


def _found(settling: Settling, code: str, query: str, words: tuple[str, str, str]) -> Iterator[Finding]:
    """One finding over the rows (id, fen) of `query`; `words` are what, why and what to do."""
    rows, fen, example = run(settling.connection, f"SELECT count(*), sum(fen)::BIGINT, min(id) FROM ({query})")[0]
    if rows:
        what, why, remedy = words
        yield Finding(code, what.format(example=example), settling.table.name, why, remedy, rows, fen or 0)


def _mergers(settling: Settling) -> Iterator[Finding]:
    units = f"SELECT unit_id FROM {settling.scan('health_unit')}"
    yield from _found(
        settling, "merger.still_listed", f"SELECT unit_id AS id, 0 AS fen FROM good WHERE unit_id IN ({units})",
        (
            _("units that were merged still stand in the register of health units, for example {example}"),
            _("the register is older than the merger"),
            _("from the year of the merger on they count as the unit that they were merged into; nothing else to do"),
        ),
    )  # fmt: skip
    yield from _found(
        settling, "merger.followed", "SELECT unit_id AS id, 0 AS fen FROM good JOIN merger_end USING (unit_id, into_unit_id) WHERE last <> into_unit_id",
        (
            _("units were merged into one that was merged again, for example {example}"),
            _("a chain of mergers is followed to the unit that is left"),
            _("nothing to do, unless it is unexpected"),
        ),
    )  # fmt: skip


def _measurements(settling: Settling) -> Iterator[Finding]:
    nothing = "coalesce(systolic_mmhg, diastolic_mmhg, fasting_glucose, random_glucose) IS NULL"
    yield from _found(
        settling, "measurement.empty", f"SELECT measurement_id AS id, 0 AS fen FROM good WHERE {nothing}",
        (
            _("measurements hold neither blood pressure nor glucose, for example {example}"),
            _("something else was measured, or the readings were not exported"),
            _("nothing to do, unless readings are missing in the export"),
        ),
    )  # fmt: skip


def _referrals(settling: Settling) -> Iterator[Finding]:
    yield from _found(
        settling, "referral.no_arrival_day", "SELECT referral_id AS id, 0 AS fen FROM good WHERE state = 'arrived' AND arrived_on IS NULL",
        (
            _("referrals are marked as arrived without a day of arrival, for example {example}"),
            _("the day was not exported"),
            _("export refl_arrv_date too: the time to admission cannot be told without it"),
        ),
    )  # fmt: skip
    if "bill" in settling.known:
        visits = f"SELECT visit_id FROM {settling.scan('bill')}"
        strange = f"SELECT referral_id AS id, 0 AS fen FROM (SELECT * FROM good WHERE visit_id IS NOT NULL) ANTI JOIN ({visits}) USING (visit_id)"
        yield from _found(
            settling, "referral.visit_unknown", strange,
            (
                _("referrals name a visit that no bill has, for example {example}"),
                _("the bill was set aside or not exported, or the visit has another id on the platform"),
                _("give the mdtrt_id of the bill, and import the bill"),
            ),
        )  # fmt: skip


def _deaths(settling: Settling) -> Iterator[Finding]:
    yield from _strangers(settling)
    differs = f"SELECT death_id AS id, 0 AS fen FROM good JOIN {settling.scan('person')} AS person USING (person_id) WHERE good.sex <> person.sex AND person.sex IN ('1', '2')"
    yield from _found(
        settling, "death.sex_differs", differs,
        (
            _("the sex in deaths differs from the insured register, for example death {example}"),
            _("one of the two is mistaken, or the death is another person's"),
            _("compare the two; deaths count as they are written"),
        ),
    )  # fmt: skip
    if "bill" in settling.known:
        later = f"FROM {settling.scan('bill')} AS bill JOIN good USING (person_id) WHERE bill.began_on > died_on"
        yield from _found(
            settling, "death.before_bill", f"SELECT death_id AS id, bill.total_fen AS fen {later}",
            (
                _("bills begin after the person died, for example of death {example}"),
                _("the death is another person's, its day is mistaken, or somebody used the card of the dead"),
                _("compare the bills with the register of deaths; nothing is set aside here"),
            ),
        )  # fmt: skip


def _strangers(settling: Settling) -> Iterator[Finding]:
    if "person" not in settling.known:
        return
    known = f"SELECT person_id FROM {settling.scan('person')}"
    first = settling.table.key[0]
    yield from _found(
        settling, "person.not_insured", f"SELECT {first} AS id, 0 AS fen FROM good WHERE person_id NOT IN ({known})",
        (
            _("rows name persons who are not in the insured register, for example {example}"),
            _("residents may be insured elsewhere or have another scheme"),
            _("the rows count; import the register that holds these persons where they are insured here"),
        ),
    )  # fmt: skip


def _items(settling: Settling) -> Iterator[Finding]:
    yield from _found(
        settling, "item.more_than_due", "SELECT unit_id || ', ' || item_id AS id, 0 AS fen FROM good WHERE done > due",
        (
            _("more services were done than were due, for example {example}"),
            _("services to residents of other units or of other years may be among them"),
            _("check both numbers where this is unexpected; they are kept as they are"),
        ),
    )  # fmt: skip


def _groups(settling: Settling) -> Iterator[Finding]:
    lacking = f"SELECT year, sex FROM good GROUP BY year, sex HAVING count(DISTINCT age_from) < {AGE_GROUPS}"
    alone = "SELECT year, min(sex) FROM good GROUP BY year HAVING count(DISTINCT sex) < 2"
    yield from _found(
        settling, "population.incomplete", f"SELECT CAST(year AS VARCHAR) AS id, 0 AS fen FROM ({lacking} UNION {alone})",
        (
            _("the population lacks age groups or one of the sexes, for example of {example}"),
            _("rows were not handed in, or were set aside"),
            _("give all 18 groups, 0, 5 … 85, of both sexes: a group that is missing is not counted as nobody"),
        ),
    )  # fmt: skip


def _grants(settling: Settling) -> Iterator[Finding]:
    half = "(paid_on IS NULL AND paid_fen > 0) OR (paid_on IS NOT NULL AND paid_fen IS NULL)"
    yield from _found(
        settling, "grant.half_told", f"SELECT grant_id AS id, touched_fen AS fen FROM good WHERE {half}",
        (
            _("grants have a day of payment without an amount, or an amount without a day, for example {example}"),
            _("one of the two was not exported"),
            _("give both where money was paid, and neither where none was"),
        ),
    )  # fmt: skip
    yield from _found(
        settling, "grant.more_than_due", "SELECT grant_id AS id, paid_fen - due_fen AS fen FROM good WHERE paid_fen > due_fen",
        (
            _("more was paid than was due, for example grant {example}"),
            _("money of another year or another purpose may be among it"),
            _("check both amounts where this is unexpected; they are kept as they are"),
        ),
    )  # fmt: skip


def _years(settling: Settling) -> Iterator[Finding]:
    exceeds = " OR ".join(f"{part} > {whole}" for part, whole in _PARTS.items())
    yield from _found(
        settling, "institution_year.part_exceeds", f"SELECT institution_id || ', ' || year AS id, 0 AS fen FROM good WHERE {exceeds}",
        (
            _("yearly reports name a part that is more than its whole, for example {example}"),
            _("staff, visits or money of the two were counted in different ways"),
            _("compare the numbers with the institution's report; they are kept as they are"),
        ),
    )  # fmt: skip
