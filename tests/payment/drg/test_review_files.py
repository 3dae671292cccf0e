"""Files of applications and results come in row by row; every line that cannot be read is named."""

from datetime import date

import pytest

from fenming.kernel import BadInput
from fenming.payment.drg import Application, Decision, Placed, queue_table, read_applications, read_results


def written(folder, text: str, encoding="utf-8"):
    file = folder / "reviews.csv"
    file.write_text(text, encoding)
    return file


def places(refused) -> list[tuple[str, str]]:
    return [(one.code, one.where.rpartition(":")[2]) for one in refused.value.findings]


def test_applications_are_read_with_their_day_and_reason(tmp_path):
    file = written(tmp_path, "\ufeffcase_id,applied_on,reason\nA1, 2024-05-01 ,多次手术\nA2,2024-05-02,\n")
    assert read_applications(file) == [
        Application("A1", date(2024, 5, 1), "多次手术"),
        Application("A2", date(2024, 5, 2)),
    ]


def test_applications_without_case_or_day_are_named(tmp_path):
    file = written(tmp_path, "case_id,applied_on,reason\nA1,May,\n,2024-05-01,\nA2,2024-02-30,\n")
    with pytest.raises(BadInput) as refused:
        read_applications(file)
    assert places(refused) == [("drg.bad_date", "2"), ("drg.no_case_id", "3"), ("drg.bad_date", "4")]


def test_results_are_read_with_their_cap_in_yuan(tmp_path):
    file = written(tmp_path, 'case_id,result,cap\nA1,capped,"12,000.50"\nA2,at_cost,\n')
    assert read_results(file) == {"A1": Decision("capped", 1_200_050), "A2": Decision("at_cost")}


def test_results_that_cannot_be_read_are_named(tmp_path):
    file = written(tmp_path, "case_id,result,cap\nA1,capped,\nA2,at_cost,\nA2,refused,\n,at_cost,\n")
    with pytest.raises(BadInput) as refused:
        read_results(file)
    assert places(refused) == [("amount.unreadable", "2"), ("drg.result_twice", "4"), ("drg.no_case_id", "5")]


def test_files_of_another_shape_or_code_say_what_is_needed(tmp_path):
    with pytest.raises(BadInput, match="let the first line be: case_id,result,cap"):
        read_results(written(tmp_path, "case,result\nA1,at_cost\n"))
    with pytest.raises(BadInput, match="save it from the spreadsheet as: CSV UTF-8"):
        read_results(written(tmp_path, "case_id,result,cap\nA1,核定,\n", "gb18030"))


def test_the_queue_is_a_table_even_when_nobody_applied():
    placed = [Placed("A1", "H", 1, True, "place 1 of 1, which is 5% of 20 discharges")]
    assert queue_table(placed).to_pylist()[0]["place"] == 1
    assert queue_table([]).num_rows == 0
