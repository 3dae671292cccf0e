"""Which rules a line is judged by: its scheme's, on the day its bill was settled, neutral where the pack writes nothing."""

from datetime import date

import numpy as np
import pytest

from fenming.adjudication.law.words import SCHEMES
from fenming.adjudication.lines.line import CEILING_ORDERS, LIMITED_USES, NONE, LineRules
from fenming.adjudication.lines.rules import EPOCH_ORDINAL, PARAMETERS, dated_line_rules
from fenming.kernel import BadInput
from fenming.policy import load_pack
from fenming.policy.benefits import meanings
from tests.adjudication.line_tables import line_pack

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
RESIDENT, EMPLOYEE = SCHEMES.index("resident"), SCHEMES.index("employee")
BY_CLASS = {"class_a": "0%", "class_b": "10%"}


def in_force(law, day: str, scheme: int = RESIDENT) -> LineRules | None:
    days = np.array([date.fromisoformat(day).toordinal() - EPOCH_ORDINAL])
    (rule,) = law.rule(np.array([scheme]), days)
    return None if rule == NONE else law.sets[rule]


def test_a_pack_that_says_nothing_of_lines_is_neutral():
    law = dated_line_rules(load_pack("cn/ah/340621"), FIRST, LAST)
    assert in_force(law, "2024-06-01") == LineRules()
    assert law.findings == ()


def test_rules_change_on_their_day_and_for_their_scheme_only(tmp_path):
    later = ("2024-07-01", {"ceiling_order": "copay_first", "copay_by_class": {"class_b": "15%", "class_c": "50%"}})
    values = {"ceiling_order": "ceiling_first", "limited_use": "excluded", "copay_by_class": BY_CLASS}
    law = dated_line_rules(line_pack(tmp_path, later, **values), FIRST, LAST)
    assert in_force(law, "2024-06-30") == LineRules(0, 1, 0, 100_000)
    assert in_force(law, "2024-07-01") == LineRules(1, 1, 0, 150_000, 500_000)
    assert in_force(law, "2025-12-31") == LineRules(1, 1, 0, 150_000, 500_000)
    assert in_force(law, "2024-07-01", EMPLOYEE) == LineRules()


def test_what_no_rules_cover_has_none(tmp_path):
    law = dated_line_rules(line_pack(tmp_path), date(2023, 6, 1), LAST, ("resident", "employee"))
    assert in_force(law, "2023-12-31") is None
    assert in_force(law, "2024-01-01") == LineRules()
    assert in_force(law, "2024-01-01", SCHEMES.index("")) is None
    (finding,) = law.findings
    assert finding.code == "lines.not_covered"
    assert "2023-06-01" in finding.what
    assert finding.why


def test_a_rule_whose_value_was_never_seen_is_named_and_its_lines_are_not_judged(tmp_path):
    pack = line_pack(tmp_path, ceiling_order="ceiling_first")
    path = next(tmp_path.rglob("ceiling_order.yaml"))
    unseen = "value: null, open_question: unseen, settled_by: [made_up]"
    path.write_text(path.read_text().replace("value: ceiling_first", unseen))
    law = dated_line_rules(load_pack(pack.region, (tmp_path,)), FIRST, LAST)
    assert in_force(law, "2024-06-01") is None
    assert in_force(law, "2024-06-01", EMPLOYEE) == LineRules()
    assert "ceiling_order" in law.findings[0].why


def test_every_option_that_packs_may_choose_is_followed():
    written = meanings()["line"]
    assert tuple(written["ceiling_order"].options) == CEILING_ORDERS
    assert tuple(written["limited_use"].options) == LIMITED_USES
    assert set(written) == set(PARAMETERS)


def test_a_value_that_lines_cannot_follow_is_refused(tmp_path):
    with pytest.raises(BadInput, match="class"):
        dated_line_rules(line_pack(tmp_path, copay_by_class={"county": "10%"}), FIRST, LAST)
