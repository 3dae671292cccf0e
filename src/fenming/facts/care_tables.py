"""Canonical tables of what other systems hold: public health, family doctors, chronic care, referral, deaths, staff.

No national interface of these systems was seen: headers are Fenming's own in the platform's style, and the Chinese headings
that such exports carry.
"""

from fenming.facts.column import Column, Table

_PERSON = ("psn_no", "人员编号")
_UNIT = ("hmu_code", "健康管理单元代码")
_INSTITUTION = ("fixmedins_code", "机构代码")
_YEAR = ("year", "年度")
_READINGS = (
    Column("systolic_mmhg", "integer", ("sbp", "收缩压"), False, "毫米汞柱"),
    Column("diastolic_mmhg", "integer", ("dbp", "舒张压"), False, "毫米汞柱"),
    Column("fasting_glucose", "quantity", ("fbg", "空腹血糖"), False, "万分之一毫摩尔每升的整数"),
    Column("random_glucose", "quantity", ("rbg", "随机血糖"), False, "万分之一毫摩尔每升的整数"),
)

RESIDENT_FILE = Table(
    name="resident_file",
    grain="one row per resident with a health file",
    key=("person_id",),
    order=("person_id",),
    columns=(
        Column("person_id", "person", _PERSON, True),
        Column("unit_id", "text", _UNIT, True),
        Column("opened_on", "date", ("file_date", "建档日期"), True),
        Column("updated_on", "date", ("file_updt_date", "更新日期"), False),
    ),
)

CONTRACT = Table(
    name="contract",
    grain="one row per contract of a resident with a family-doctor team",
    key=("contract_id",),
    order=("person_id", "began_on", "contract_id"),
    columns=(
        Column("contract_id", "text", ("sign_no", "签约编号"), True),
        Column("person_id", "person", _PERSON, True),
        Column("unit_id", "text", _UNIT, True),
        Column("package_id", "text", ("sign_pack", "签约服务包"), True, "basic|key|personal"),
        Column("began_on", "date", ("sign_begndate", "签约日期"), True),
        Column("ended_on", "date", ("sign_enddate", "签约截止日期"), False),
        Column("doctor_id", "text", ("dr_code", "医生编号"), False),
        Column("person_fee_fen", "fen", ("sign_self_amt", "个人签约费"), False),
    ),
)

SERVICE = Table(
    name="service",
    grain="one row per service logged with the resident's and the doctor's card",
    key=("service_id",),
    order=("unit_id", "served_at", "service_id"),
    columns=(
        Column("service_id", "text", ("serv_no", "服务编号"), True),
        Column("unit_id", "text", _UNIT, True),
        Column("person_id", "person", _PERSON, True),
        Column("doctor_id", "text", ("dr_code", "医生编号"), True),
        Column("service_code", "text", ("serv_code", "服务项目代码"), True),
        Column("served_at", "instant", ("serv_time", "服务时间"), True),
        Column("minutes", "integer", ("serv_mins", "服务时长"), False),
        Column("institution_id", "text", _INSTITUTION, False),
        Column("has_resident_card", "flag", ("psn_card_flag", "居民卡识别"), False),
        Column("has_doctor_card", "flag", ("dr_card_flag", "医生卡识别"), False),
        Column("quality_ppm", "ppm", ("serv_quality", "质量系数"), False, "空白: 全额"),
    ),
)

SERVICE_CLEARANCE = Table(
    name="service_clearance",
    grain="one row per logged service that looked impossible and was found to be right",
    key=("service_id",),
    order=("service_id",),
    columns=(
        Column("service_id", "text", ("serv_no", "服务编号"), True),
        Column("clearance_reason", "text", ("clear_rea", "核实理由"), True),
        Column("cleared_by", "text", ("clear_by", "核实人"), True),
        Column("cleared_on", "date", ("clear_date", "核实日期"), True),
    ),
)

MANAGED_PATIENT = Table(
    name="managed_patient",
    grain="one row per person and condition under public-health management",
    key=("person_id", "condition"),
    order=("person_id", "condition"),
    columns=(
        Column("person_id", "person", _PERSON, True),
        Column(
            "condition", "text", ("mng_dise", "管理病种"), True, "hypertension|diabetes|copd|severe_mental|tuberculosis"
        ),
        Column("unit_id", "text", _UNIT, True),
        Column("managed_from", "date", ("mng_begndate", "纳入管理日期"), True),
        Column("managed_to", "date", ("mng_enddate", "终止管理日期"), False),
    ),
)

FOLLOW_UP = Table(
    name="follow_up",
    grain="one row per follow-up of a managed patient",
    key=("follow_up_id",),
    order=("person_id", "condition", "followed_on", "follow_up_id"),
    columns=(
        Column("follow_up_id", "text", ("flup_no", "随访编号"), True),
        Column("person_id", "person", _PERSON, True),
        Column("unit_id", "text", _UNIT, True),
        Column("condition", "text", ("mng_dise", "管理病种"), True),
        Column("followed_on", "date", ("flup_date", "随访日期"), True),
        Column("doctor_id", "text", ("dr_code", "医生编号"), False),
        Column("way", "text", ("flup_way", "随访方式"), False, "clinic|home|phone"),
        *_READINGS,
    ),
)

MEASUREMENT = Table(
    name="measurement",
    grain="one row per measurement taken outside a follow-up",
    key=("measurement_id",),
    order=("person_id", "measured_on", "measurement_id"),
    columns=(
        Column("measurement_id", "text", ("meas_no", "测量编号"), True),
        Column("person_id", "person", _PERSON, True),
        Column("measured_on", "date", ("meas_date", "测量日期"), True),
        Column("unit_id", "text", _UNIT, False),
        *_READINGS,
    ),
)

REFERRAL = Table(
    name="referral",
    grain="one row per referral between institutions, up or down",
    key=("referral_id",),
    order=("person_id", "requested_on", "referral_id"),
    columns=(
        Column("referral_id", "text", ("refl_no", "转诊单号"), True),
        Column("person_id", "person", _PERSON, True),
        Column("direction", "text", ("refl_way", "转诊方向"), True, "up|down"),
        Column("from_institution_id", "text", ("reflout_medins_no", "转出机构"), True),
        Column("to_institution_id", "text", ("reflin_medins_no", "转入机构"), True),
        Column("requested_on", "date", ("refl_date", "转诊日期"), True),
        Column(
            "state", "text", ("refl_stas", "转诊状态"), True, "requested|accepted|arrived|refused|cancelled|expired"
        ),
        Column("reason", "text", ("refl_rea", "转诊原因"), False),
        Column("arrived_on", "date", ("refl_arrv_date", "到诊日期"), False),
        Column("visit_id", "text", ("mdtrt_id", "就诊编号"), False, "转入后的就诊"),
    ),
)

DEATH = Table(
    name="death",
    grain="one row per death of a resident",
    key=("death_id",),
    order=("died_on", "death_id"),
    columns=(
        Column("death_id", "text", ("death_no", "死亡登记编号"), True),
        Column("died_on", "date", ("death_date", "死亡日期"), True),
        Column("sex", "text", ("gend", "性别"), True, "1 男 2 女"),
        Column("age", "years", ("age", "死亡年龄"), True),
        Column("cause_id", "text", ("death_cause", "根本死因"), True, "ICD-10"),
        Column("person_id", "person", _PERSON, False),
        Column("town_id", "text", ("town_code", "乡镇代码"), False),
    ),
)

POPULATION = Table(
    name="population",
    grain="one row per year, sex and five-year age group: residents in the middle of the year",
    key=("year", "sex", "age_from"),
    order=("year", "sex", "age_from"),
    columns=(
        Column("year", "integer", _YEAR, True),
        Column("sex", "text", ("gend", "性别"), True, "1 男 2 女"),
        Column("age_from", "integer", ("age_from", "起始年龄"), True, "0, 5 … 85: 85岁及以上"),
        Column("residents", "integer", ("resident_heads", "常住人口"), True),
    ),
)

POSTING = Table(
    name="posting",
    grain="one row per posting of staff to another institution",
    key=("posting_id",),
    order=("posting_id",),
    columns=(
        Column("posting_id", "text", ("post_no", "派驻编号"), True),
        Column("staff_id", "text", ("staff_no", "人员工号"), True),
        Column("title", "text", ("prof_title", "职称"), True, "junior|middle|senior"),
        Column("from_institution_id", "text", ("postout_medins_no", "派出机构"), True),
        Column("to_institution_id", "text", ("postin_medins_no", "派驻机构"), True),
        Column("began_on", "date", ("post_begndate", "派驻开始日期"), True),
        Column("ended_on", "date", ("post_enddate", "派驻结束日期"), False),
    ),
)

FISCAL_GRANT = Table(
    name="fiscal_grant",
    grain="one row per grant of fiscal money due to an institution",
    key=("grant_id",),
    order=("grant_id",),
    columns=(
        Column("grant_id", "text", ("grant_no", "拨款编号"), True),
        Column("institution_id", "text", _INSTITUTION, True),
        Column("purpose", "text", ("grant_item", "拨款用途"), True),
        Column("due_on", "date", ("grant_due_date", "应拨日期"), True),
        Column("due_fen", "fen", ("grant_due_amt", "应拨金额"), True),
        Column("paid_on", "date", ("grant_pay_date", "实拨日期"), False),
        Column("paid_fen", "fen", ("grant_pay_amt", "实拨金额"), False),
    ),
)

SATISFACTION = Table(
    name="satisfaction",
    grain="one row per institution, group surveyed and year",
    key=("institution_id", "surveyed", "year"),
    order=("institution_id", "surveyed", "year"),
    columns=(
        Column("institution_id", "text", _INSTITUTION, True),
        Column("surveyed", "text", ("survey_group", "调查对象"), True, "resident|staff"),
        Column("year", "integer", _YEAR, True),
        Column("sampled", "integer", ("survey_heads", "调查人数"), True),
        Column("satisfied", "integer", ("satisfied_heads", "满意人数"), True),
    ),
)

INSTITUTION_YEAR = Table(
    name="institution_year",
    grain="one row per institution and year: its yearly report of staff, work and money",
    key=("institution_id", "year"),
    order=("institution_id", "year"),
    columns=(
        Column("institution_id", "text", _INSTITUTION, True),
        Column("year", "integer", _YEAR, True),
        Column("staff", "integer", ("staff_heads", "在岗职工数"), True),
        Column("doctors", "integer", ("dr_heads", "执业医师数"), False),
        Column("nurses", "integer", ("nurse_heads", "注册护士数"), False),
        Column("tcm_doctors", "integer", ("tcm_dr_heads", "中医类医师数"), False),
        Column("senior_titles", "integer", ("senior_heads", "高级职称人数"), False),
        Column("staff_income_fen", "fen", ("staff_income", "人员收入总额"), False),
        Column("open_beds", "integer", ("open_beds", "实际开放床位数"), False),
        Column("bed_days", "integer", ("bed_days", "实际占用总床日数"), False),
        Column("remote_diagnoses", "integer", ("remote_diag_cnt", "远程诊断人次"), False),
        Column("has_ecg", "flag", ("ecg_flag", "可做心电"), False),
        Column("visits", "integer", ("visit_cnt", "总诊疗人次"), False),
        Column("tcm_visits", "integer", ("tcm_visit_cnt", "中医诊疗人次"), False),
        Column("tcm_nondrug_visits", "integer", ("tcm_nondrug_cnt", "中医非药物疗法人次"), False),
        Column("discharges", "integer", ("discharge_cnt", "出院人次"), False),
        Column("revenue_fen", "fen", ("revenue", "总收入"), False),
        Column("medical_income_fen", "fen", ("med_income", "医疗收入"), False),
        Column("service_income_fen", "fen", ("serv_income", "医疗服务收入"), False, "不含药品、耗材、检查检验"),
        Column("spend_fen", "fen", ("spend", "总支出"), False),
        Column("staff_cost_fen", "fen", ("staff_cost", "人员支出"), False),
    ),
)

ITEM_COUNT = Table(
    name="item_count",
    grain="one row per health unit, public-health item and year: how many were due and how many were done",
    key=("unit_id", "item_id", "year"),
    order=("unit_id", "item_id", "year"),
    columns=(
        Column("unit_id", "text", _UNIT, True),
        Column("item_id", "text", ("item_code", "项目代码"), True),
        Column("year", "integer", _YEAR, True),
        Column("due", "integer", ("due_cnt", "应服务数"), True),
        Column("done", "integer", ("done_cnt", "已服务数"), True),
    ),
)

SAMPLE_CHECK = Table(
    name="sample_check",
    grain="one row per file or service drawn for a check",
    key=("check_id",),
    order=("unit_id", "item_id", "check_id"),
    columns=(
        Column("check_id", "text", ("check_no", "抽查编号"), True),
        Column("unit_id", "text", _UNIT, True),
        Column("item_id", "text", ("item_code", "项目代码"), True),
        Column("checked_on", "date", ("check_date", "抽查日期"), True),
        Column("outcome", "text", ("check_result", "抽查结果"), True, "qualified|unqualified|untrue|lost"),
        Column("person_id", "person", _PERSON, False),
    ),
)

UNIT_MERGER = Table(
    name="unit_merger",
    grain="one row per former health unit that was merged into another",
    key=("unit_id",),
    order=("unit_id",),
    columns=(
        Column("unit_id", "text", ("former_hmu_code", "原单元代码"), True),
        Column("into_unit_id", "text", ("into_hmu_code", "并入单元代码"), True),
        Column("merged_on", "date", ("merge_date", "并入日期"), True),
    ),
)

CARE_TABLES = (
    RESIDENT_FILE,
    CONTRACT,
    SERVICE,
    SERVICE_CLEARANCE,
    MANAGED_PATIENT,
    FOLLOW_UP,
    MEASUREMENT,
    REFERRAL,
    DEATH,
    POPULATION,
    POSTING,
    FISCAL_GRANT,
    SATISFACTION,
    INSTITUTION_YEAR,
    ITEM_COUNT,
    SAMPLE_CHECK,
)
