"""The written bills: identities, fee lines, refunds, people who fit their diagnoses."""

from collections import Counter, defaultdict
from datetime import date

from tests.twin.rows import all_rows, fen

PARTS = ("fulamt_ownpay_amt", "preselfpay_amt", "inscp_scp_amt")


def unique(rows):
    """Each settlement once: months overlap on purpose."""
    return {row["setl_id"]: row for row in rows}


def test_bills_obey_the_identities_except_where_an_amount_was_cut_to_whole_yuan(made):
    broken = 0
    for row in unique(made.bills).values():
        total, fund, person = (fen(row[name]) for name in ("medfee_sumamt", "fund_pay_sumamt", "psn_part_amt"))
        broken += total != sum(fen(row[name]) for name in (*PARTS, "overlmt_selfpay"))
        assert fund == sum(fen(row[name]) for name in ("hifp_pay", "hifmi_pay", "maf_pay", "othfund_pay"))
        assert total == fund + person + fen(row["hosp_part_amt"])
        assert person == fen(row["acct_pay"]) + fen(row["psn_cash_pay"])
    assert broken == made.summary.traps["integer_cast"]


def test_fee_lines_obey_their_identity_and_sum_to_their_bill(made):
    bills, sums = unique(made.bills), defaultdict(Counter)
    for line in made.lines:
        total = fen(line["det_item_fee_sumamt"])
        assert total == fen(line["overlmt_amt"]) + sum(fen(line[name]) for name in PARTS)
        assert total == int(line["cnt"].split(".")[0]) * fen(line["pric"])
        sums[line["setl_id"]]["lines"] += 1
        for name, amount in (("medfee_sumamt", "det_item_fee_sumamt"), ("overlmt_selfpay", "overlmt_amt")):
            sums[line["setl_id"]][name] += fen(line[amount])
        for name in PARTS:
            sums[line["setl_id"]][name] += fen(line[name])
    inpatient = {key for key, row in bills.items() if row["med_type"].strip() in {"21", "24", "52"}}
    assert set(sums) == inpatient
    for key, found in sums.items():
        assert 8 <= found.pop("lines") <= 14
        assert dict(found) == {name: fen(bills[key][name]) for name in found}


def test_upfront_copay_is_the_rounded_share_of_what_lies_within_the_limit(made):
    for line in made.lines:
        within = abs(fen(line["det_item_fee_sumamt"]) - fen(line["overlmt_amt"]))
        rate = int(line["selfpay_prop"].replace(".", ""))
        expected = 0 if rate == 10_000 else (2 * within * rate + 10_000) // 20_000
        assert abs(fen(line["preselfpay_amt"])) == expected


def test_every_refund_is_the_mirror_of_its_original(made):
    bills = unique(made.bills)
    refunds = [row for row in bills.values() if row["refd_setl_flag"] == "1"]
    lost = [row for row in refunds if row["init_setl_id"] not in bills]
    assert len(lost) == made.summary.traps["refund_without_original"] == 5
    money = [name for name in refunds[0] if name.endswith(("_amt", "_sumamt", "_pay", "_dedc", "selfpay"))]
    for row in refunds:
        if row not in lost:
            original = bills[row["init_setl_id"]]
            assert all(fen(row[name]) == -fen(original[name]) for name in money if name != "fulamt_ownpay_amt")
            assert row["setl_time"] > original["setl_time"]
            assert row["psn_no"].strip() == original["psn_no"].strip()


def test_every_kind_of_care_and_place_is_there(made):
    kinds = Counter(row["med_type"].strip() for row in made.bills)
    assert {"11", "13", "14", "21", "24", "52"} <= set(kinds)
    inpatient = [row for row in made.bills if row["med_type"].strip() == "21"]
    assert {row["fix_blng_admdvs"][:2] for row in inpatient} >= {"34", "32"}
    assert {row["clr_way"] for row in inpatient if row["fix_blng_admdvs"] == "340621"} == {"4"}
    assert {row["clr_way"] for row in inpatient if row["fix_blng_admdvs"] != "340621"} == {"1"}
    assert {row["refl_flag"] for row in inpatient if row["fix_blng_admdvs"][:4] != "3406"} == {"0", "1"}


def test_diagnoses_fit_age_and_sex(made, suixi):
    fits = {one.code: one for one in suixi.diagnoses}
    people = {row["psn_no"]: row for row in made.people}
    for row in made.bills:
        if row["dise_codg"].strip() == "nan" or row["dise_no"]:
            continue
        one, person = fits[row["dise_codg"].strip()], people[row["psn_no"].strip()]
        age = int(person["age"].removesuffix(".0"))
        assert one.sex in {0, int(person["gend"])}
        assert one.age[0] <= min(age, 99) <= one.age[1]


def test_a_bill_names_a_chronic_disease_only_where_the_person_is_registered(made):
    registered = {(row["psn_no"], row["opsp_dise_code"]): row["begndate"] for row in all_rows(made.folder, "opsp_d")}
    chronic = [row for row in made.bills if row["dise_no"]]
    assert {row["med_type"].strip() for row in chronic} >= {"14", "21"}
    for row in chronic:
        assert date.fromisoformat(registered[row["psn_no"].strip(), row["dise_no"]]) < date(2024, 1, 1)
    belongs = {"I10.x00": "M03900", "E11.900": "M01600"}
    for row in made.bills:
        disease = belongs.get(row["dise_codg"].strip())
        if row["med_type"].strip() in {"21", "24"} and (row["psn_no"].strip(), disease) in registered:
            assert row["dise_no"] == disease


def test_nobody_is_real_and_nobody_pays_before_birth(made):
    born = {row["psn_no"]: row["brdy"] for row in made.people}
    assert all(row["certno"].startswith("999999") and row["psn_name"].startswith("示例") for row in made.people)
    assert all(row["setl_time"] > born[row["psn_no"].strip()] for row in made.bills)
