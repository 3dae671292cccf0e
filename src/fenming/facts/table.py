"""The canonical tables: what Fenming keeps of a county's files, column by column.

Every table states its grain. Money is whole fen in int64; persons are keyed pseudonyms in int64; codes stay text.
`names` lists the national platform's field names and the spellings seen in real exports, without regard to case.
"""

from fenming.facts.care_tables import CARE_TABLES, UNIT_MERGER
from fenming.facts.case_table import CASE, CASE_REVIEW, FUND_STATEMENT
from fenming.facts.column import Column, Table

_UNRATED = "9"  # national hosp_lv: no level was given to the institution

INSTITUTION = Table(
    name="institution",
    grain="one row per designated institution, in or out of the county",
    key=("institution_id",),
    order=("institution_id",),
    columns=(
        Column("institution_id", "text", ("fixmedins_code",), True, "定点医疗机构代码"),
        Column("name", "text", ("fixmedins_name",), True, "机构名称"),
        Column(
            "kind",
            "text",
            ("medins_kind",),
            True,
            "lead_hospital|township_hospital|village_clinic|community_station|public_health_body|outside",
        ),
        Column(
            "care_level",
            "text",
            ("hosp_lv", "dedc_hosp_lv"),
            False,
            "primary|county|city|province; blank is settled by kind",
            vague=_UNRATED,
        ),
        Column("region", "text", ("fix_blng_admdvs", "admdvs"), True, "行政区划代码"),
        Column("consortium_id", "text", ("medcons_code",), False, "所属医共体"),
        Column("town_id", "text", ("town_code",), False, "乡镇"),
    ),
)

HEALTH_UNIT = Table(
    name="health_unit",
    grain="one row per health-management unit",
    key=("unit_id",),
    order=("unit_id",),
    columns=(
        Column("unit_id", "text", ("hmu_code",), True, "健康管理单元"),
        Column("name", "text", ("hmu_name",), True),
        Column("town_id", "text", ("town_code",), True),
        Column("consortium_id", "text", ("medcons_code",), True),
        Column("clinic_id", "text", ("clinic_code",), True, "村卫生室或社区站的机构代码"),
        Column("township_hospital_id", "text", ("township_code",), True, "乡镇卫生院的机构代码"),
    ),
)

PERSON = Table(
    name="person",
    grain="one row per insured resident of the year",
    key=("person_id",),
    order=("person_id",),
    national="psn_insu_d",
    columns=(
        Column("person_id", "person", ("psn_no",), True),
        Column("household_id", "person", ("hsehold_no",), False),
        Column("sex", "text", ("gend",), True, "1 男 2 女"),
        Column("born_on", "date", ("brdy",), True),
        Column("scheme", "text", ("insutype",), True, "390 城乡居民"),
        Column("person_type", "text", ("psn_type",), False),
        Column("status", "text", ("psn_insu_stas",), True, "1 正常参保"),
        Column("region", "text", ("insu_admdvs",), True),
        Column("unit_id", "text", ("hmu_code",), True),
        Column("consortium_id", "text", ("medcons_code",), True),
        Column("is_contracted", "flag", ("sign_flag",), False, "家庭医生签约"),
    ),
)

CHRONIC = Table(
    name="chronic",
    grain="one row per registered chronic person, disease and first day; a renewed registration is a row of its own",
    key=("person_id", "disease_id", "began_on"),
    order=("person_id", "disease_id", "began_on"),
    national="opsp_d",
    columns=(
        Column("person_id", "person", ("psn_no",), True),
        Column("disease_id", "text", ("opsp_dise_code",), True, "门诊慢特病病种代码"),
        Column("disease_name", "text", ("opsp_dise_name",), False),
        Column("began_on", "date", ("begndate",), True),
        Column("ended_on", "date", ("enddate",), False),
    ),
)

BILL = Table(
    name="bill",
    grain="one row per settlement event; a refund is an event of its own with negative amounts",
    key=("bill_id",),
    order=("person_id", "settled_at", "bill_id"),
    national="setl_d",
    columns=(
        Column("bill_id", "text", ("setl_id",), True),
        Column("refund_of", "text", ("init_setl_id",), False, "被退费结算"),
        Column("visit_id", "text", ("mdtrt_id",), False),
        Column("person_id", "person", ("psn_no",), True),
        Column("scheme", "text", ("insutype",), True),
        Column("institution_id", "text", ("fixmedins_code",), True),
        Column(
            "care_type", "text", ("med_type", "med_typecode"), True, "national med_type code", rather=("med_typecode",)
        ),
        Column(
            "care_level",
            "text",
            ("hosp_lv", "dedc_hosp_lv"),
            False,
            "primary|county|city|province; the institution register decides",
            vague=_UNRATED,
        ),
        Column("care_region", "text", ("fix_blng_admdvs",), False, "the institution register decides"),
        Column("insured_region", "text", ("insu_admdvs",), False, "参保地区划"),
        Column("began_on", "date", ("begndate",), True),
        Column("ended_on", "date", ("enddate",), True),
        Column("settled_at", "instant", ("setl_time",), True),
        Column("disease_id", "text", ("dise_no",), False, "门诊慢特病病种, 住院为其并发主诊断所属病种"),
        Column("diagnosis_id", "text", ("dise_codg", "diag_code"), False),
        Column("payment_method", "text", ("clr_way", "hi_paymtd"), False, "1 项目 4 DRG 5 床日 6 人头"),
        Column("is_referred", "flag", ("refl_flag",), False, "经转诊或急诊备案"),
        Column("person_type", "text", ("psn_type",), False, "人员类别"),
        Column("age", "years", ("age",), False, "周岁"),
        Column("aid_category", "text", ("sp_psn_type",), False, "特殊人员类型, 医疗救助对象类别"),
        Column("is_civil_servant", "flag", ("cvlserv_flag",), False, "公务员"),
        Column("is_newborn", "flag", ("nwb_flag",), False, "新生儿"),
        Column("is_contracted", "flag", ("sign_flag",), False, "家庭医生签约"),
        Column("is_mid_stay", "flag", ("mid_setl_flag",), False, "中途结算: 一次住院分几次结算"),
        Column("is_third_party", "flag", ("rel_ttp_flag",), False, "有第三方责任"),
        Column("supply_days", "integer", ("medc_days",), False, "处方用药天数"),
        Column("delivery_kind", "text", ("matn_type",), False, "生育类别"),
        Column("continuous_years", "integer", (), False, "连续参保年数"),
        Column("no_claim_years", "integer", (), False, "零报销年数"),
        Column("account_balance_fen", "fen", ("account_balance",), False, "本次结算前个人账户余额; 空白: 不知道"),
        Column("total_fen", "fen", ("medfee_sumamt",), True),
        Column("excluded_fen", "fen", ("fulamt_ownpay_amt",), True),
        Column("over_limit_fen", "fen", ("overlmt_selfpay", "overlmt_amt"), True),
        Column("upfront_copay_fen", "fen", ("preselfpay_amt",), True),
        Column("eligible_fen", "fen", ("inscp_scp_amt", "inscp_amt"), True),
        Column("platform_deductible_fen", "fen", ("act_pay_dedc",), False),
        Column("platform_pool_fen", "fen", ("hifp_pay",), True),
        Column("platform_critical_illness_fen", "fen", ("hifmi_pay",), False),
        Column("platform_medical_aid_fen", "fen", ("maf_pay",), False),
        Column(
            "platform_other_fen",
            "fen",
            ("othfund_pay", "oth_pay"),
            False,
            "公务员、企业补充、大额、残军及其他基金",
            ("cvlserv_pay", "hifes_pay", "hifob_pay", "hifdm_pay"),
        ),
        Column("platform_civil_servant_fen", "fen", ("cvlserv_pay",), False, "已含在 platform_other_fen"),
        Column("platform_large_amount_fen", "fen", ("hifob_pay",), False, "已含在 platform_other_fen"),
        Column("platform_fund_fen", "fen", ("fund_pay_sumamt",), True),
        Column("platform_hospital_fen", "fen", ("hosp_part_amt", "ownpay_hosp_part"), False),
        Column("platform_person_fen", "fen", ("psn_part_amt", "psn_pay"), True),
        Column("platform_account_fen", "fen", ("acct_pay",), False, "含家庭共济", ("acct_mulaid_pay",)),
        Column("platform_cash_fen", "fen", ("psn_cash_pay", "psn_cashpay", "cash_payamt"), False),
    ),
)

FEE_LINE = Table(
    name="fee_line",
    grain="one row per charged item of an inpatient bill",
    key=("line_id",),
    order=("bill_id", "line_id"),
    national="fee_list_d",
    columns=(
        Column("line_id", "text", ("feedetl_sn",), True),
        Column("bill_id", "text", ("setl_id",), True),
        Column("item_id", "text", ("med_list_codg",), True),
        Column("item_class", "text", ("chrgitm_lv",), True, "01 甲 02 乙 03 自费"),
        Column("charge_type", "text", ("med_chrgitm_type",), False),
        Column("occurred_at", "instant", ("fee_ocur_time",), False),
        Column("quantity", "quantity", ("cnt",), True, "万分之一单位的整数"),
        Column("price_fen", "fen", ("pric",), False, "空白: 单价细于一分"),
        Column("price_micro_yuan", "micro_yuan", ("pric",), False, "单价, 百万分之一元的整数"),
        Column("price_limit_micro_yuan", "micro_yuan", ("pric_uplmt_amt",), False, "最高限价; 999999 元: 不限价"),
        Column("is_limited_use", "flag", ("lmt_used_flag",), False, "限制使用"),
        Column("quantity_limit", "quantity", ("cnt_lmt",), False, "目录限定数量, 万分之一单位的整数; 空白: 不限"),
        Column("upfront_copay_ppm", "ppm", ("selfpay_prop",), False, "空白: 按政策包的等级比例"),
        Column("total_fen", "fen", ("det_item_fee_sumamt",), True),
        Column("excluded_fen", "fen", ("fulamt_ownpay_amt",), True),
        Column("over_limit_fen", "fen", ("overlmt_amt",), True),
        Column("upfront_copay_fen", "fen", ("preselfpay_amt",), True),
        Column("eligible_fen", "fen", ("inscp_scp_amt", "inscp_amt"), True),
    ),
)

ACCUMULATOR = Table(
    name="accumulator",
    grain="one row per person, scheme, year, kind of accumulator and month: what the platform counted up to then (5206)",
    key=("person_id", "scheme", "year", "type_code", "month"),
    order=("person_id", "scheme", "year", "type_code", "month"),
    columns=(
        Column("person_id", "person", ("psn_no",), True),
        Column("scheme", "text", ("insutype",), True),
        Column("year", "integer", ("year",), True),
        Column("type_code", "text", ("cum_type_code",), True, "累计类别代码: C 次数, F 总费用, D 基金支付 …"),
        Column("month", "text", ("cum_ym",), False, "累计年月; 空白: 全年"),
        Column("value_fen", "fen", ("cum",), True, "百分之一: 金额为分, 次数 (C 开头) 为百分之一次"),
    ),
)

UNIT_HISTORY = Table(
    name="unit_history",
    grain="one row per health unit: the fund it spent the year before",
    key=("unit_id", "year"),
    order=("unit_id", "year"),
    columns=(
        Column("unit_id", "text", ("hmu_code",), True),
        Column("year", "integer", ("year",), True, "上一年度"),
        Column("heads", "integer", ("heads",), True, "当年参保人数"),
        Column("general_fen", "fen", ("general_fund_amt",), True, "一般人群基金支出"),
        Column("chronic_heads", "integer", ("chronic_heads",), True),
        Column("chronic_fen", "fen", ("chronic_fund_amt",), True, "慢病人群基金支出"),
    ),
)

PROCESS_SCORE = Table(
    name="process_score",
    grain="one row per health unit, quarter and year: the share of process money its work points earned",
    key=("unit_id", "quarter", "year"),
    order=("unit_id", "quarter", "year"),
    columns=(
        Column("unit_id", "text", ("hmu_code",), True),
        Column("quarter", "integer", ("quarter",), True),
        Column("score_ppm", "ppm", ("score",), True, "得分率"),
        Column("year", "integer", ("year",), False, "考核年度; 空白: 所结算的年度"),
    ),
)

TARGET_RESULT = Table(
    name="target_result",
    grain="one row per health unit, national public-health item and year: met or not",
    key=("unit_id", "item_id", "year"),
    order=("unit_id", "item_id", "year"),
    columns=(
        Column("unit_id", "text", ("hmu_code",), True),
        Column("item_id", "text", ("item_code",), True),
        Column("is_met", "flag", ("met_flag",), True),
        Column("year", "integer", ("year",), False, "考核年度; 空白: 所结算的年度"),
    ),
)

UNIT_RESIDENT = Table(
    name="unit_resident",
    grain="one row per health unit: its resident heads, by which public-health money is packaged",
    key=("unit_id",),
    order=("unit_id",),
    columns=(
        Column("unit_id", "text", ("hmu_code",), True),
        Column("residents", "integer", ("resident_heads",), True),
    ),
)

ASSESSMENT_SCORE = Table(
    name="assessment_score",
    grain="one row per consortium, assessment scheme and year",
    key=("consortium_id", "scheme_id", "year"),
    order=("consortium_id", "scheme_id", "year"),
    columns=(
        Column("consortium_id", "text", ("medcons_code",), True),
        Column("scheme_id", "text", ("scheme_code",), True, "chronic"),
        Column("score_ppm", "ppm", ("score",), True),
        Column("year", "integer", ("year",), False, "考核年度; 空白: 所结算的年度"),
    ),
)

TABLES = {
    table.name: table
    for table in (
        INSTITUTION,
        HEALTH_UNIT,
        UNIT_MERGER,  # before the tables whose rows may name a former unit
        PERSON,
        CHRONIC,
        BILL,
        FEE_LINE,
        ACCUMULATOR,
        UNIT_HISTORY,
        UNIT_RESIDENT,
        PROCESS_SCORE,
        TARGET_RESULT,
        ASSESSMENT_SCORE,
        CASE,
        CASE_REVIEW,
        FUND_STATEMENT,
        *CARE_TABLES,
    )
}
