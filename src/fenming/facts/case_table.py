"""The canonical tables of case payment and of the fund's own ledger."""

from fenming.facts.column import Column, Table

CASE = Table(
    name="case",
    grain="one row per discharge settlement list (结算清单 4101); this year and up to three years before it",
    key=("case_id",),
    order=("person_id", "admitted_on", "case_id"),
    national="setl_list_d",
    columns=(
        Column("case_id", "text", ("setl_id", "setl_list_id"), True, "结算清单编号; 等于所属住院结算的 setl_id"),
        Column("person_id", "person", ("psn_no",), True),
        Column("institution_id", "text", ("fixmedins_code",), True),
        Column("scheme", "text", ("insutype", "hi_type"), True, "险种; 清单的 1 职工 2 居民 记为 310, 390"),
        Column("sex", "text", ("gend",), False, "1 男 2 女"),
        Column("age", "years", ("age",), False, "周岁"),
        Column("age_days", "integer", ("nwb_age",), False, "不足一周岁者的天数"),
        Column("birth_weight_g", "integer", ("nwb_bir_wt",), False, "新生儿出生体重, 克"),
        Column("admission_weight_g", "integer", ("nwb_adm_wt",), False, "新生儿入院体重, 克"),
        Column("admission_way", "text", ("adm_way",), False, "1 急诊 2 门诊 3 转入 9 其他"),
        Column("department", "text", ("dscg_caty",), False, "出院科别"),
        Column("admitted_on", "date", ("adm_time", "begndate"), True),
        Column("discharged_on", "date", ("dscg_time", "enddate"), True),
        Column("stay_days", "integer", ("act_ipt_days",), False, "实际住院天数; 空白: 由日期算出"),
        Column("discharge_way", "text", ("dscg_way",), False, "1 医嘱离院 2 转院 3 转基层 4 非医嘱离院 5 死亡 9 其他"),
        Column("icu_hours", "hours", ("icu_hours", "scs_cutd_sum_dura"), False, "重症监护合计小时"),
        Column("ventilation_hours", "hours", ("vent_used_dura",), False, "呼吸机使用时间, 天/小时/分钟"),
        Column("diagnoses", "text", ("dx", "diag_codes", "dise_codes"), True, "诊断代码, 以 | 相连, 第一个为主要诊断"),
        Column(
            "procedures",
            "text",
            ("proc", "oprn_codes", "oprn_oprt_codes"),
            False,
            "手术操作代码, 以 | 相连, 第一个为主要手术",
        ),
        Column("total_fen", "fen", ("medfee_sumamt",), True),
        Column("excluded_fen", "fen", ("fulamt_ownpay_amt",), False, "空白: 不知道"),
        Column("upfront_copay_fen", "fen", ("preselfpay_amt",), False, "空白: 不知道"),
        Column("fund_fen", "fen", ("hifp_pay",), False, "平台已印的统筹基金支付; 空白: 不知道"),
        Column("person_fen", "fen", ("psn_part_amt", "psn_pay"), False, "个人负担; 空白: 不知道"),
    ),
)

CASE_REVIEW = Table(
    name="case_review",
    grain="one row per special review (特例单议) of a case that was applied for",
    key=("case_id",),
    order=("applied_on", "case_id"),
    columns=(
        Column("case_id", "text", ("setl_id", "setl_list_id"), True, "结算清单编号"),
        Column("applied_on", "date", (), True, "申报日期"),
        Column("application_reason", "text", (), False, "申报理由"),
        Column("review_result", "text", (), False, "at_cost|capped|refused|excused; 空白: 未评"),
        Column("cap_fen", "fen", ("review_cap",), False, "review_result 为 capped 时的限额"),
    ),
)

FUND_STATEMENT = Table(
    name="fund_statement",
    grain="one row per scheme, region, period and item of a fund ledger",
    key=("scheme", "region", "period_from", "period_to", "kind", "item"),
    order=("scheme", "region", "period_to", "period_from", "kind", "item"),
    columns=(
        Column("scheme", "text", ("insutype",), True),
        Column("region", "text", ("admdvs",), True),
        Column("period_from", "date", ("stmt_begndate",), True),
        Column("period_to", "date", ("stmt_enddate",), True, "最后一天"),
        Column(
            "kind", "text", ("fund_kind",), True, "income|spend|balance, current|months, forecast_income|forecast_spend"
        ),
        Column("item", "text", ("fund_item",), True, "项目, 用词自定"),
        Column("amount_fen", "fen", ("fund_amt",), False, "元"),
        Column("amount_ten_thousand_fen", "micro_yuan", ("fund_amt_wan",), False, "万元列, 已并入 amount_fen"),
        Column("is_printed_total", "flag", ("total_flag",), False, "报表上已印的合计行"),
    ),
)
