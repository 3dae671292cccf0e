"""Special review: a queue by rule, a quota counted in whole cases, refusals with their reason, results that count."""

from dataclasses import replace
from datetime import date

import pytest

from fenming.kernel import BadInput
from fenming.payment.drg import Application, Decision, decisions_of, price_all, queue_reviews
from tests.payment.drg.places import RULES, YEAR, ruled, stay, tables, terms


def cases(hospitals: dict[str, int]) -> list[dict]:
    """So many discharges of each hospital, costs rising by 100 yuan."""
    return [
        stay(
            f"{hospital}{place:03}",
            person_id=1_000 * ord(hospital) + place,
            institution_id=hospital,
            total_fen=800_000 + 10_000 * place,
        )
        for hospital, count in hospitals.items()
        for place in range(count)
    ]


def queued(applied: list[tuple[str, int]], hospitals: dict[str, int], rules=RULES):
    applications = [Application(case_id, date(YEAR, 4, day)) for case_id, day in applied]
    priced = list(price_all(*tables(cases(hospitals)), terms(rules)))
    return queue_reviews(applications, priced, rules)


def within(placed) -> list[str]:
    return [one.case_id for one in placed if one.is_within]


def test_five_percent_of_forty_discharges_are_two_cases_first_come_first():
    placed = queued([("A003", 3), ("A001", 2), ("A002", 1)], {"A": 40})
    assert [(one.case_id, one.place, one.is_within) for one in placed] == [
        ("A002", 1, True),
        ("A001", 2, True),
        ("A003", 3, False),
    ]
    assert placed[2].reason == "place 3 is over the quota of 2, which is 5% of 40 discharges"
    assert placed[0].reason == "place 1 of 2, which is 5% of 40 discharges"


def test_a_part_of_a_case_is_no_place():
    assert within(queued([("A001", 1), ("A002", 1)], {"A": 39})) == ["A001"]
    assert within(queued([("A001", 1)], {"A": 19})) == []


def test_each_hospital_has_its_own_quota_or_the_region_one():
    applied, hospitals = [("A001", 1), ("A002", 2), ("B001", 3)], {"A": 20, "B": 20}
    assert within(queued(applied, hospitals)) == ["A001", "B001"]
    region = ruled(review=replace(RULES.review, scope="region"))
    assert within(queued(applied, hospitals, region)) == ["A001", "A002"]


def test_the_dearest_may_come_first():
    dearest = ruled(review=replace(RULES.review, order="cost_over_mean"))
    assert within(queued([("A001", 1), ("A009", 3), ("A005", 2)], {"A": 40}, dearest)) == ["A009", "A005"]


def test_applications_that_cannot_stand_in_the_queue_say_why():
    placed = queued([("A001", 1), ("A001", 2), ("Z999", 1)], {"A": 20})
    assert [(one.case_id, one.place, one.reason) for one in placed[1:]] == [
        ("A001", 0, "the case stands in the queue already"),
        ("Z999", 0, "no case of this period has this number"),
    ]


def test_the_order_of_applications_does_not_matter():
    applied = [("A003", 1), ("A001", 1), ("A002", 1)]
    assert queued(applied, {"A": 40}) == queued(applied[::-1], {"A": 40})


def test_results_count_within_the_quota_and_others_are_findings():
    placed = queued([("A001", 1), ("A002", 2)], {"A": 20})
    results = {
        "A001": Decision("capped", 500),
        "A002": Decision("at_cost"),
        "A003": Decision("generous"),
        "A004": Decision("excused"),
    }
    counted, findings = decisions_of(results, placed)
    assert counted == {"A001": Decision("capped", 500), "A004": Decision("excused")}
    assert [(one.code, one.where) for one in findings] == [
        ("drg.review_outside_quota", "A002"),
        ("drg.review_result", "A003"),
    ]


def test_a_place_without_a_quota_has_no_queue():
    with pytest.raises(BadInput, match="does not say how many cases may be reviewed"):
        queued([("A001", 1)], {"A": 20}, ruled(review=None))
