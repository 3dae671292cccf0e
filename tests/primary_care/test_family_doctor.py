"""Contracts judged one by one, and fees by place: Guangxi, Hohhot, Yunnan, Suixi."""

from datetime import date, datetime, timedelta

import pytest
from tests.primary_care.care_rows import unit, write_tables
from tests.support.overlay import with_value

from fenming.kernel import PPM, BadInput, Book
from fenming.mechanisms import recompute
from fenming.policy import load_pack
from fenming.policy.load import SHIPPED
from fenming.primary_care.family_doctor import Quality, family_year, read_quality

ALL_SERVICES = {"check_up": 1, "call": 4, "blood_pressure": 6, "glucose": 4}


def person(person_id, unit_id="U1", status="1", **changes):
    return {
        "person_id": person_id,
        "sex": "1",
        "born_on": date(1960, 1, 1),
        "scheme": "390",
        "status": status,
        "region": "340621",
        "unit_id": unit_id,
        "consortium_id": "C1",
        **changes,
    }


def contract(number, person_id, unit_id="U1", package="basic", **changes):
    return {
        "contract_id": f"K{number}",
        "person_id": person_id,
        "unit_id": unit_id,
        "package_id": package,
        "began_on": date(2024, 1, 1),
        "ended_on": date(2024, 12, 31),
        **changes,
    }


def served(person_id, counts, unit_id="U1", start="2024-02-01T09:00", **changes):
    """So many services of each kind, a day apart."""
    codes = [code for code, times in counts.items() for _time in range(times)]
    begin = datetime.fromisoformat(start)
    return [
        {
            "service_id": f"S{person_id}-{unit_id}-{place}",
            "unit_id": unit_id,
            "person_id": person_id,
            "doctor_id": "D1",
            "service_code": code,
            "served_at": begin + timedelta(days=place),
            "has_resident_card": True,
            "has_doctor_card": True,
            **changes,
        }
        for place, code in enumerate(codes)
    ]


UNITS = [unit("U1"), unit("U2"), unit("U3", "H2")]


def year_of(tmp_path, region, contracts, *, year=2024, quality=None, people=None, **tables):
    signed = sorted({row["person_id"] for row in contracts})
    given = {"contract": contracts, "person": people or [person(one) for one in signed], "health_unit": UNITS}
    pack = region if not isinstance(region, str) else load_pack(region)
    return family_year(pack, write_tables(tmp_path, **(given | tables)), year, tmp_path, quality)


def codes(found):
    return {finding.code: finding.rows for finding in found.findings}


def test_guangxi_pays_five_from_the_fund_and_ten_from_public_health(tmp_path):
    found = year_of(tmp_path, "cn/gx", [contract(one, one) for one in range(1, 101)])
    assert {payer: figure.value for payer, figure in found.county.by_payer.items()} == {
        "fund": 500_00,
        "public_health": 1000_00,
        "person": 0,
    }
    assert found.county.paid.value == 100 * 15_00


@pytest.mark.parametrize(("year", "person_fen"), [(2023, 0), (2024, 0), (2025, 0), (2026, 7 * 5_00 + 3 * 10_00)])
def test_hohhot_waives_the_persons_part_from_2023_to_2025(tmp_path, year, person_fen):
    days = {"began_on": date(year, 1, 1), "ended_on": date(year, 12, 31)}
    signed = [contract(one, one, package="basic" if one <= 7 else "key", **days) for one in range(1, 11)]
    found = year_of(tmp_path, "cn/nm/150100", signed, year=year)
    assert {payer: figure.value for payer, figure in found.county.by_payer.items()} == {
        "fund": 7 * 20_00 + 3 * 110_00,
        "public_health": 10 * 30_00,
        "person": person_fen,
    }
    assert ("family_doctor.waiver_open" in codes(found)) == (year == 2026)


def test_yunnan_releases_what_services_and_quality_earn(tmp_path):
    signed = [contract(1, 1), contract(2, 2)]
    done = [*served(1, ALL_SERVICES), *served(2, {"check_up": 1, "call": 2, "blood_pressure": 9})]
    found = year_of(tmp_path, "cn/yn", signed, service=done, quality=Quality({}, 900_000))
    (fee,) = found.units["U1"].packages
    assert fee.fulfilment.value == 800_000  # 15 of 15 and 1 + 2 + 6 of 15: more than is due is no more than due
    assert found.county.paid.value == 2 * 36_00
    assert {payer: figure.value for payer, figure in fee.released.items()} == dict.fromkeys(
        ("fund", "public_health", "person"), 24_00 * 72 // 100
    )
    assert found.county.released.value + found.county.withheld.value == found.county.paid.value


def test_services_by_another_team_before_the_contract_or_worth_nothing_do_not_count(tmp_path):
    signed = [contract(1, 1, began_on=date(2024, 3, 1))]
    done = [
        *served(1, {"call": 1}, unit_id="U2", start="2024-04-01T09:00"),
        *served(1, {"check_up": 1}, start="2024-02-28T23:59"),
        *[row | {"service_id": "S9"} for row in served(1, {"glucose": 1}, start="2024-05-01T09:00", quality_ppm=0)],
        *[row | {"service_id": "S8"} for row in served(1, {"glucose": 1}, start="2024-05-02T09:00", quality_ppm=PPM)],
    ]
    found = year_of(tmp_path, "cn/yn", signed, service=done)
    assert found.units["U1"].packages[0].fulfilment.inputs["part"].value == 1


def without_a_card(row):
    return row | {"has_doctor_card": False}


def test_services_that_cannot_have_been_fulfil_no_contract_until_they_are_cleared(tmp_path):
    signed = [contract(1, 1, package="key"), contract(2, 2, package="key")]
    sound, elsewhere, gone = (
        served(1, {"call": count}, start=at)
        for count, at in ((1, "2024-02-01T09:00"), (1, "2024-03-01T09:00"), (1, "2024-09-01T09:00"))
    )
    rows = [row | {"service_id": f"S{place}"} for place, row in enumerate([*sound, *elsewhere, *gone])]
    rows[1] |= {"minutes": 30}
    rows.append(rows[1] | {"service_id": "S3", "unit_id": "U2", "doctor_id": "D2"})
    rows.append(without_a_card(served(2, {"call": 1})[0]))
    died = [{"death_id": "X", "died_on": date(2024, 8, 1), "sex": "1", "age": 70, "cause_id": "I64", "person_id": 1}]
    delivered = {}
    for cleared in ((), ("S1",), ("S1", "S2", rows[-1]["service_id"])):
        clearance = [{"service_id": one, "cleared_on": date(2025, 1, 5), "cleared_by": "王"} for one in cleared]
        found = year_of(tmp_path, "cn/ah/340621", signed, service=rows, death=died, service_clearance=clearance)
        key = next(fee for fee in found.units["U1"].packages if fee.package == "insured")
        delivered[len(cleared)] = key.fulfilment.inputs["part"].value
        stopped = codes(found).get("family_doctor.impossible_services")
        assert stopped == (4 - len(cleared) or None)
    assert delivered == {0: 1, 1: 2, 3: 4}


def test_a_pack_without_rules_of_the_log_looks_for_what_no_rule_is_needed_for_and_says_so(tmp_path):
    gone = served(1, {"check_up": 1}, start="2024-09-01T09:00")
    died = [{"death_id": "X", "died_on": date(2024, 8, 1), "sex": "1", "age": 70, "cause_id": "I64", "person_id": 1}]
    rows = [without_a_card(row) for row in (*served(1, {"call": 1}), *gone)]
    rows = [row | {"service_id": f"S{place}"} for place, row in enumerate(rows)]
    found = year_of(tmp_path, "cn/yn", [contract(1, 1)], service=rows, death=died)
    assert found.units["U1"].packages[0].fulfilment.inputs["part"].value == 1
    assert codes(found)["family_doctor.impossible_services"] == 1
    assert "public_health.cards_required" in {one.where for one in found.findings}


def test_a_person_counts_once_a_year_and_every_other_contract_says_why(tmp_path):
    signed = [
        contract(1, 1),
        contract(2, 1, "U2", began_on=date(2024, 6, 1)),  # two teams at once: the later one counts
        contract(3, 2, ended_on=date(2024, 5, 31)),
        contract(4, 2, began_on=date(2024, 6, 1)),  # renewed with the same team
        contract(5, 3, ended_on=date(2024, 5, 31)),
        contract(6, 3, "U3", began_on=date(2024, 6, 1)),  # moved
        contract(7, 4, began_on=date(2023, 1, 1), ended_on=date(2023, 12, 31)),  # expired
        contract(8, 5, began_on=date(2025, 1, 1), ended_on=None),  # next year's
        contract(9, 6, ended_on=date(2023, 12, 31)),  # ends before it begins
        contract(10, 7, "U9"),
        contract(11, 8, package="gold"),
        contract(12, 9, began_on=date(2024, 3, 1)),  # dead since February
        contract(13, 10),  # died in the year, was a patient until then
        contract(14, 11),
        contract(15, 11, package="basic", began_on=date(2024, 2, 1)),  # the same team twice at once
    ]
    deaths = [
        {"death_id": "d1", "died_on": date(2024, 2, 9), "sex": "1", "age": 80, "cause_id": "I21", "person_id": 9},
        {"death_id": "d2", "died_on": date(2024, 9, 9), "sex": "1", "age": 80, "cause_id": "I21", "person_id": 10},
        {"death_id": "d3", "died_on": date(2024, 9, 9), "sex": "1", "age": 80, "cause_id": "I21"},
    ]
    found = year_of(tmp_path, "cn/yn", signed, death=deaths)
    assert found.states == {
        "counted": 5,
        "two_teams": 1,
        "renewed": 1,
        "moved": 1,
        "expired": 1,
        "not_begun": 1,
        "backwards": 1,
        "unknown_unit": 1,
        "unknown_package": 1,
        "dead": 1,
        "overlapping": 1,
    }
    told = codes(found)
    for state in (
        "two_teams",
        "moved",
        "expired",
        "backwards",
        "unknown_unit",
        "unknown_package",
        "dead",
        "overlapping",
    ):
        assert told[f"contract.{state}"] == 1
    assert found.units["U2"].packages[0].heads.value == 1
    assert sum(found.states.values()) == len(signed)


def test_the_fund_pays_for_the_insured_only(tmp_path):
    signed = [contract(1, 1), contract(2, 2), contract(3, 3)]
    people = [person(1, is_contracted=True), person(2, status="2", is_contracted=False)]
    found = year_of(tmp_path, "cn/yn", signed, people=people)
    assert {payer: figure.value for payer, figure in found.county.by_payer.items()} == {
        "fund": 12_00,
        "public_health": 36_00,
        "person": 36_00,
    }
    assert codes(found)["contract.not_insured"] == 2
    assert codes(found)["contract.flag_differs"] == 1


def test_suixi_pays_fifty_for_every_insured_head_and_says_what_it_does_not_know(tmp_path):
    people = [person(one, "U1" if one <= 60 else "U3") for one in range(1, 101)]
    signed = [contract(one, one, "U1" if one <= 60 else "U3") for one in range(41, 81)]
    residents = [{"unit_id": "U1", "residents": 80}, {"unit_id": "U3", "residents": 50}]
    found = year_of(tmp_path, "cn/ah/340621", signed, people=people, unit_resident=residents)
    assert found.county.paid.value == 100 * 50_00
    assert {town: sums.paid.value for town, sums in found.townships.items()} == {"H1": 60 * 50_00, "H2": 40 * 50_00}
    assert sum(unit.sums.paid.value for unit in found.units.values()) == found.county.paid.value
    assert {"family_doctor.fee_open", "family_doctor.capitation_open", "family_doctor.no_score"} <= set(codes(found))
    assert found.coverage["unit.U1"].value == 250_000
    assert found.coverage["county"].value == 40 * PPM // 130
    assert "unit.U2" not in found.coverage


def test_every_figure_is_what_its_verb_makes_of_its_inputs(tmp_path):
    signed = [contract(1, 1), contract(2, 2, "U3", "key"), contract(3, 3, package="key")]
    done = served(1, {"health_education": 2}) + served(3, {"htn_follow_up": 3})
    found = year_of(tmp_path, "cn/ah/340621", signed, service=done)
    for figure in Book(found.figures()):
        assert recompute(figure) == figure.value
    insured = next(fee for fee in found.units["U1"].packages if fee.package == "insured")
    assert (insured.fulfilment.inputs["part"].value, insured.fulfilment.inputs["whole"].value) == (4, 5)
    assert found.units["U1"].sums.released.value == 3 * 50_00 * 4 // 5


def test_personal_packages_are_the_persons_own_money_and_never_part_of_the_fee(tmp_path):
    signed = [
        contract(1, 1),
        contract(2, 1, package="personal_tcm", person_fee_fen=120_00),
        contract(3, 2, package="personal_tcm"),
    ]
    found = year_of(tmp_path, "cn/ah/340621", signed)
    assert found.personal == {"U1": 120_00}
    assert found.states["personal"] == 2
    assert codes(found)["family_doctor.no_price"] == 1
    assert "family_doctor.filed_open" in codes(found)
    assert found.county.paid.value == 2 * 50_00


def overlay(tmp_path, region, name, value):
    inside = f"{region}/{name.replace('.', '/')}.yaml"
    target = tmp_path / "packs" / inside
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(with_value((SHIPPED / inside).read_text("utf8"), value), "utf8")
    return load_pack(region, (tmp_path / "packs",))


def test_contracted_outpatient_money_stands_beside_what_the_fund_spent(tmp_path):
    pack = overlay(tmp_path, "cn/ah/340621", "family_doctor.outpatient_capitation_per_head", "80 元/人年")
    bills = [bill(1, 1, 100_00), bill(2, 1, -20_00), bill(3, 2, 33_00), bill(4, 1, 500_00, care=3)]
    bills += [bill(5, 1, 7_00, settled="2023-12-31T23:59"), bill(6, 3, 9_00)]
    folder = tmp_path / "tables"
    folder.mkdir()
    tables = write_tables(
        folder, contract=[contract(1, 1), contract(2, 2)], person=[person(1), person(2), person(3)], health_unit=UNITS
    )
    tables["bill"] = write_bills(folder, bills)
    team = family_year(pack, tables, 2024, folder).outpatient["U1"]
    assert (team.heads.value, team.money.value, team.spend.value) == (2, 160_00, 113_00)
    assert team.balance.value == 47_00
    unseen = family_year(load_pack("cn/ah/340621"), tables, 2024, folder).outpatient["U1"]
    assert (unseen.spend.value, unseen.money) == (113_00, None)


def test_the_earlier_contract_counts_where_a_pack_says_so(tmp_path):
    text = (SHIPPED / "cn/family_doctor/double_contract.yaml").read_text("utf8")
    target = tmp_path / "packs/cn/yn/family_doctor/double_contract.yaml"
    target.parent.mkdir(parents=True)
    target.write_text(with_value(text, "earlier"), "utf8")
    pack = load_pack("cn/yn", (tmp_path / "packs",))
    found = year_of(tmp_path, pack, [contract(1, 1), contract(2, 1, "U2", began_on=date(2024, 6, 1))])
    assert found.units["U1"].packages[0].heads.value == 1
    assert not found.units["U2"].packages


def test_a_merged_units_contracts_and_services_go_to_the_unit_that_is_left(tmp_path):
    merger = [{"unit_id": "U8", "into_unit_id": "U1", "merged_on": date(2024, 7, 1)}]
    found = year_of(
        tmp_path, "cn/yn", [contract(1, 1, "U8")], service=served(1, {"check_up": 1}, "U8"), unit_merger=merger
    )
    assert found.units["U1"].packages[0].fulfilment.inputs["part"].value == 1
    assert "contract.unknown_unit" not in codes(found)


def test_a_quality_beyond_all_measure_and_a_folder_without_scores_are_refused(tmp_path):
    with pytest.raises(BadInput, match="between 0% and 100%"):
        read_quality(None, 1_200_000)
    with pytest.raises(BadInput, match="no scores of health units"):
        read_quality(tmp_path)


def test_quality_is_the_units_score_in_the_assessment(tmp_path):
    scores = [("U1", "a", 500_000), ("U1", "b", None), ("U1", "", 900_000), ("U2", "a", 600_000), ("U2", "", None)]
    write_scores(tmp_path, scores)
    quality = read_quality(tmp_path)
    assert quality.scores == {"U1": 900_000}
    found = year_of(tmp_path, "cn/yn", [contract(1, 1)], service=served(1, ALL_SERVICES), quality=quality)
    assert found.county.released.value == 36_00 * 9 // 10
    assert "family_doctor.no_score" not in codes(found)


def write_scores(folder, scores):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {"scheme_id": "health_unit", "period": "year", "party_id": party, "item": item, "score_ppm": score}
        for party, item, score in scores
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "score.parquet")


def bill(number, person_id, pool_fen, care=1, settled="2024-03-01T10:00"):
    return {
        "bill_id": f"B{number}",
        "person_id": person_id,
        "care": care,
        "settled_at": datetime.fromisoformat(settled),
        "platform_pool_fen": pool_fen,
    }


def write_bills(folder, rows):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "bill.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path
