"""Deadlines: working days from the filing cut-off, ends of months, days left, and what is overdue."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fenming.kernel import BadInput
from fenming.payment.advances import WorkingDays, deadlines, overdue, read_working_days, reminders
from fenming.policy import load_pack

RULES = load_pack("cn").on(date(2025, 1, 1))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def days(tmp_path, *rows):
    path = tmp_path / "days.csv"
    path.write_text("date,kind\n" + "".join(f"{row}\n" for row in rows))
    return read_working_days([path])


def test_thirty_working_days_after_the_cut_off_skip_weekends():
    assert WorkingDays().after(date(2025, 3, 10), 30) == date(2025, 4, 21)


def test_given_holidays_move_the_deadline_and_worked_weekends_bring_it_back(tmp_path):
    holiday = days(tmp_path, "2025-04-04,holiday")
    assert holiday.after(date(2025, 3, 10), 30) == date(2025, 4, 22)
    exchanged = days(tmp_path, "2025-04-04,休", "2025-04-05,班")
    assert exchanged.after(date(2025, 3, 10), 30) == date(2025, 4, 21)


def test_a_year_without_given_holidays_is_named_and_not_assumed():
    found, findings = deadlines(RULES, 2025, {"2025-11": date(2025, 12, 10)}, WorkingDays(), {})
    assert [finding.what for finding in findings] == [
        "the public holidays of 2025 are not known",
        "the public holidays of 2026 are not known",
    ]
    assert found


def test_the_years_deadlines_stand_in_the_order_of_their_days():
    known = WorkingDays(years=frozenset({2025}))
    found, findings = deadlines(RULES, 2025, {"2025-02": date(2025, 3, 10)}, known, {})
    assert findings == ()
    assert [(one.id, one.due_on) for one in found] == [
        ("application/2025", date(2025, 1, 31)),
        ("working_capital/2025", date(2025, 3, 31)),
        ("payment/2025-02", date(2025, 4, 21)),
        ("recovery/2025", date(2025, 12, 31)),
        ("clearing/2025", date(2026, 6, 30)),
    ]


def test_what_is_due_soon_is_reminded_of_and_what_passed_is_overdue():
    done = {"application/2025": date(2025, 1, 20)}
    found, _ = deadlines(RULES, 2025, {}, WorkingDays(), done)
    reminded = reminders(found, date(2025, 4, 2), 10)
    assert [(one.deadline.id, one.days_left) for one in reminded] == [("working_capital/2025", -2)]
    assert "overdue by 2 days" in reminded[0].text
    (finding,) = overdue(found, date(2025, 4, 2))
    assert finding.code == "deadline.overdue"
    assert "101" not in finding.what
    assert reminders(found, date(2025, 3, 25), 10)[0].text.startswith("payment of working capital of 2025: 6 days left")


def test_what_was_done_late_stays_a_finding():
    found, _ = deadlines(RULES, 2025, {}, WorkingDays(), {"working_capital/2025": date(2025, 4, 1)})
    late = [finding.where for finding in overdue(found, date(2025, 5, 1))]
    assert late == ["application/2025", "working_capital/2025"]


@pytest.mark.parametrize(("row", "words"), [("2025-13-01,holiday", "2025-13-01"), ("2025-01-01,maybe", "maybe")])
def test_a_day_that_cannot_be_read_is_refused_with_its_row(tmp_path, row, words):
    with pytest.raises(BadInput, match=f"'{words}' cannot be read · days.csv, row 2"):
        days(tmp_path, row)


def test_a_day_cannot_be_free_and_worked(tmp_path):
    with pytest.raises(BadInput, match="as a holiday and as a workday"):
        days(tmp_path, "2025-01-01,holiday", "2025-01-01,workday")


@given(day=DAYS, count=st.integers(1, 60), free=st.frozensets(DAYS, max_size=20))
def test_so_many_working_days_lie_between_and_the_last_is_worked(day, count, free):
    calendar = WorkingDays(free)
    due = calendar.after(day, count)
    between = [date.fromordinal(place) for place in range(day.toordinal() + 1, due.toordinal() + 1)]
    assert calendar.is_worked(due)
    assert sum(map(calendar.is_worked, between)) == count
