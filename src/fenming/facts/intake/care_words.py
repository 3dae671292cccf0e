"""The words that columns of other systems' tables may hold, and the Chinese spellings that are read as them."""

from fenming.engines.local import literal
from fenming.facts.care_tables import CARE_TABLES

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "condition": {
        "hypertension": ("高血压", "高血压病", "原发性高血压"),
        "diabetes": ("糖尿病", "2型糖尿病", "ⅱ型糖尿病"),
        "copd": ("慢阻肺", "慢性阻塞性肺疾病", "慢性阻塞性肺病"),
        "severe_mental": ("严重精神障碍", "重性精神疾病", "重性精神病"),
        "tuberculosis": ("肺结核", "结核病"),
    },
    "way": {"clinic": ("门诊", "1"), "home": ("家庭", "入户", "上门", "2"), "phone": ("电话", "3")},
    "direction": {"up": ("上转", "向上", "向上转诊"), "down": ("下转", "向下", "向下转诊")},
    "state": {
        "requested": ("已申请", "申请", "待接收"),
        "accepted": ("已接收", "接收"),
        "arrived": ("已到诊", "到诊"),
        "refused": ("已拒绝", "拒绝", "拒收"),
        "cancelled": ("已取消", "取消", "已撤销", "撤销"),
        "expired": ("已过期", "过期", "超期"),
    },
    "surveyed": {"resident": ("居民", "群众"), "staff": ("职工", "员工", "医务人员")},
    "outcome": {
        "qualified": ("合格",),
        "unqualified": ("不合格",),
        "untrue": ("不真实", "虚假"),
        "lost": ("失访", "查无此人"),
    },
    "title": {
        "junior": ("初级", "住院医师"),
        "middle": ("中级", "主治医师"),
        "senior": ("高级", "副高", "正高", "副高级", "正高级", "副主任医师", "主任医师"),
        "untitled": ("无", "无职称"),
    },
    "sex": {"1": ("男",), "2": ("女",)},
}
# Packages have names of a county's own beside these.
_OPEN = {"package_id": {"basic": ("基本包", "基础包"), "key": ("重点人群包",), "personal": ("个性化包",)}}
_CODES = {"cause_id": "upper(left(cause_id, 1)) || substr(cause_id, 2)"}
_TABLES = {table.name: [column.name for column in table.columns] for table in CARE_TABLES}


def words_of(table: str) -> dict[str, tuple[str, ...]]:
    """The words that columns of `table` may hold, by column; empty for a table of other kinds."""
    return {column: tuple(WORDS[column]) for column in _TABLES.get(table, ()) if column in WORDS}


def spoken(table: str) -> dict[str, str]:
    """SQL by column that gives a spelling's own word; what is no known spelling stays as it is."""
    known = WORDS | _OPEN
    read = {column: _spoken(column, known[column]) for column in _TABLES.get(table, ()) if column in known}
    return read | {column: _CODES[column] for column in _TABLES.get(table, ()) if column in _CODES}


def _spoken(column: str, words: dict[str, tuple[str, ...]]) -> str:
    cases = " ".join(
        f"WHEN {literal(spelling)} THEN {literal(word)}"
        for word, spellings in words.items()
        for spelling in (word, *spellings)
    )
    return f"CASE lower({column}) {cases} ELSE {column} END"
