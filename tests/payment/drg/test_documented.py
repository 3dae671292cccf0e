"""The page about DRG payment names every parameter that is read, and no other."""

import re
from pathlib import Path

from fenming.payment.drg.reading import NEEDED, OPTIONAL
from fenming.payment.drg.telling import DECIDED_BY

PAGE = (Path(__file__).resolve().parents[3] / "docs/payment_drg.md").read_text("utf-8")


def test_the_page_lists_every_parameter_that_is_read_and_no_other():
    _before, needed, optional = re.split(r"\| parameter \| kind \|.*", PAGE)
    listed = [re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in (needed, optional)]
    assert listed == [list(NEEDED), list(OPTIONAL)]


def test_the_page_names_every_rule_that_a_case_may_have():
    assert [rule for rule in (*DECIDED_BY, "normal") if f"`{rule}`" not in PAGE] == []
