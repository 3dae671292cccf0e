"""How columns of cases are called: the settlement list's field names, the canonical table's, and those of test files."""

import re

from fenming.kernel import BadInput
from fenming.kernel.language import _

NAMES = {
    "case_id": ("case_id", "setl_id", "结算编号", "病案号"),
    "institution_id": ("institution_id", "fixmedins_code", "定点医药机构编号"),
    "sex": ("sex", "gend", "性别"),
    "age": ("age", "age_years", "年龄"),
    "age_days": ("age_days", "nwb_age", "不足一周岁年龄"),
    "birth_weight_g": ("birth_weight_g", "nwb_bir_wt", "weight_g", "新生儿出生体重"),
    "admission_weight_g": ("admission_weight_g", "nwb_adm_wt", "新生儿入院体重"),
    "stay_days": ("stay_days", "act_ipt_days", "实际住院天数"),
    "discharge_way": ("discharge_way", "dscg_way", "离院方式"),
    "department": ("department", "dscg_caty", "出院科别"),
    "icu_hours": ("icu_hours", "scs_cutd_sum_dura", "重症监护合计时长"),
    "ventilation_hours": ("ventilation_hours", "vent_used_dura", "呼吸机使用时长"),
    "diagnoses": ("diagnoses", "dx", "diag_codes", "诊断代码"),
    "procedures": ("procedures", "proc", "oprn_codes", "手术操作代码"),
    "total_fen": ("total_fen",),
    "total_yuan": ("medfee_sumamt", "医疗费总额"),
}
_NUMBERED = {
    "diagnoses": re.compile(r"(?:dscg_)?(?:diag|dx)(?:_code|_codg)?_?(\d*)"),
    "procedures": re.compile(r"(?:oprn|proc|operation)(?:_oprt)?(?:_code|_codg)?_?(\d*)"),
}


def places_of(header: tuple[str, ...], where: str) -> dict[str, list[int]]:
    """For each column of a case the places in a file's header; codes may stand in columns one beside the other.

    Raises BadInput where there is no case number or no diagnosis.
    """
    plain = [name.strip().strip("\ufeff\"'").lower() for name in header]
    found: dict[str, list[int]] = {}
    for column, names in NAMES.items():
        places = [place for name in names for place, cell in enumerate(plain) if cell == name]
        if places:
            found[column] = places[:1]
    for column, pattern in _NUMBERED.items():
        matches = ((pattern.fullmatch(cell), place) for place, cell in enumerate(plain))
        numbered = sorted((int(match.group(1) or 0), place) for match, place in matches if match)
        if numbered and column not in found:
            found[column] = [place for _number, place in numbered]
    missing = [name for name in ("case_id", "diagnoses") if name not in found]
    if missing:
        raise BadInput(
            "cases.columns",
            what=_("no column holds: {names}").format(names=", ".join(missing)),
            where=where,
            why=_("columns found: {names}").format(names=", ".join(header[:30])),
            remedy=_("name them as the settlement list does: {names}").format(
                names=", ".join(NAMES[name][1] for name in missing)
            ),
        )
    return found
