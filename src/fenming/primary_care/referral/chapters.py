"""The chapters of ICD-10 by their first and last category."""

CHAPTERS = (
    ("A00", "B99", "I", "某些传染病和寄生虫病", "infectious and parasitic diseases"),
    ("C00", "D48", "II", "肿瘤", "neoplasms"),
    ("D50", "D89", "III", "血液及造血器官疾病", "diseases of the blood"),
    ("E00", "E90", "IV", "内分泌、营养和代谢疾病", "endocrine, nutritional and metabolic diseases"),
    ("F00", "F99", "V", "精神和行为障碍", "mental and behavioural disorders"),
    ("G00", "G99", "VI", "神经系统疾病", "diseases of the nervous system"),
    ("H00", "H59", "VII", "眼和附器疾病", "diseases of the eye"),
    ("H60", "H95", "VIII", "耳和乳突疾病", "diseases of the ear"),
    ("I00", "I99", "IX", "循环系统疾病", "diseases of the circulatory system"),
    ("J00", "J99", "X", "呼吸系统疾病", "diseases of the respiratory system"),
    ("K00", "K93", "XI", "消化系统疾病", "diseases of the digestive system"),
    ("L00", "L99", "XII", "皮肤和皮下组织疾病", "diseases of the skin"),
    ("M00", "M99", "XIII", "肌肉骨骼系统和结缔组织疾病", "diseases of muscles, bones and joints"),
    ("N00", "N99", "XIV", "泌尿生殖系统疾病", "diseases of the genitourinary system"),
    ("O00", "O99", "XV", "妊娠、分娩和产褥期", "pregnancy and childbirth"),
    ("P00", "P96", "XVI", "起源于围生期的情况", "conditions from the perinatal period"),
    ("Q00", "Q99", "XVII", "先天性畸形和染色体异常", "congenital malformations"),
    ("R00", "R99", "XVIII", "症状、体征和检验异常", "symptoms and abnormal findings"),
    ("S00", "T98", "XIX", "损伤、中毒和外因的其他后果", "injuries and poisoning"),
    ("U00", "U99", "XXII", "特殊目的编码", "codes for special purposes"),
    ("V01", "Y98", "XX", "疾病和死亡的外因", "external causes"),
    ("Z00", "Z99", "XXI", "影响健康状态和就医的因素", "factors of health and contact with services"),
)
NOT_STATED = ("", "未写明诊断", "no diagnosis stated")


def chapter_words() -> dict[str, tuple[str, str]]:
    """Chinese and English names by chapter number; the empty number where no diagnosis was stated."""
    words = {number: (label, label_en) for _first, _last, number, label, label_en in CHAPTERS}
    return words | {NOT_STATED[0]: NOT_STATED[1:]}
