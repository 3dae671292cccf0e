"""What real exports look like, in the share of rows that the profile states."""

import json

from fenming.kernel import PPM, divide
from tests.twin.rows import all_rows, decoded


def test_each_trap_stands_in_its_stated_share_of_rows(made, suixi):
    rows = len({row["setl_id"] for row in made.bills})
    for kind in ("trailing_tab", "literal_nan", "zoned_date", "integer_cast", "blank_level"):
        assert made.summary.traps[kind] == divide(getattr(suixi.traps, kind) * rows, PPM)
    assert made.summary.traps["unknown_institution"] == suixi.traps.unknown_institution
    assert made.summary.traps["refund_without_original"] == suixi.traps.refund_without_original


def test_the_files_hold_as_many_defects_as_the_summary_says(made):
    seen = {row["setl_id"]: row for row in made.bills}
    known = {row["setl_id"] for row in all_rows(made.folder, "fee_list_d")}
    found = {
        "trailing_tab": sum(row["psn_no"].endswith("\t") for row in seen.values()),
        "literal_nan": sum(row["maf_pay"] == "nan" for row in seen.values()),
        "zoned_date": sum(row["setl_time"].endswith("+08:00") for row in seen.values()),
        "integer_cast": sum("." not in row["fulamt_ownpay_amt"] for row in seen.values()),
        "blank_level": sum(not row["hosp_lv"] and bool(row["dedc_hosp_lv"]) for row in seen.values()),
        "unknown_institution": sum(row["fixmedins_code"].endswith("99999") for row in seen.values()),
        "repeated_row": len(made.bills) - len(seen),
    }
    assert found == {kind: made.summary.traps[kind] for kind in found}
    assert known <= set(seen)


def test_files_differ_in_format_encoding_and_headers_as_the_profile_says(made, suixi):
    odd = suixi.traps.months
    assert sorted(path.name for path in made.folder.glob("setl_d*.parquet")) == [
        f"setl_d_2024{odd.parquet:02d}.parquet"
    ]

    def header(month):
        return decoded((made.folder / f"setl_d_2024{month:02d}.csv").read_bytes()).splitlines()[0]

    assert header(odd.upper_case).isupper()
    assert "inscp_amt" in header(odd.older_names).split(",")
    assert "psn_no\t" in header(odd.tab_in_header).split(",")
    gbk = (made.folder / f"setl_d_2024{odd.gbk:02d}.csv").read_bytes()
    assert "高血压".encode("gbk") in gbk
    assert "高血压".encode() not in gbk


def test_the_marker_says_that_all_is_synthetic_and_from_what(made, suixi):
    marker = json.loads((made.folder / "twin.json").read_text("utf-8"))
    assert marker["synthetic"] is True
    assert (marker["profile"], marker["seed"], marker["scale"]) == ("suixi", 11, "1/250")
    assert marker["profile_sha256"] == suixi.sha256
    assert set(marker["files"]) == {path.stem for path in made.folder.iterdir()} - {"twin"}
