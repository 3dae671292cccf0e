"""The layout of a directory of group tables: its files, their columns, which of them must be there."""

from dataclasses import dataclass

# Columns that set conditions, for MDCs, ADRGs and DRGs alike; a blank cell sets none.
RANGES = {
    "age_years": "age",
    "age_days": "age_days",
    "weight_g": "birth_weight_g",
    "birth_weight_g": "birth_weight_g",
    "admission_weight_g": "admission_weight_g",
    "stay_days": "stay_days",
    "icu_hours": "icu_hours",
    "ventilation_hours": "ventilation_hours",
}
RANGE_ENDINGS = ("_min", "_max", "_below")
RANGE_COLUMNS = tuple(name + ending for name in RANGES for ending in RANGE_ENDINGS)
WORD_COLUMNS = ("discharge_way", "department")
LIST_COLUMNS = ("principal_dx_in_list", "any_dx_in_list", "principal_proc_in_list", "any_proc_in_list")
COMBINATION_COLUMNS = ("proc_combination", "combination")
OR_COLUMNS = ("or_procedure", "principal_proc_is_or")
CONDITIONS = (
    *LIST_COLUMNS,
    *COMBINATION_COLUMNS,
    *OR_COLUMNS,
    "min_body_sites",
    "sex",
    "age_years",
    *RANGE_COLUMNS,
    *WORD_COLUMNS,
    "severity",
)
OR_PROCEDURE = ("principal", "any", "none", "unrelated")
SEVERITIES = {"mcc": (2, 2), "mcc_or_cc": (1, 2), "cc": (1, 1), "none": (0, 0), "any": (0, 2)}
MODES = ("principal", "any")


@dataclass(frozen=True, slots=True)
class Layout:
    """One file: the columns it must have, those it may have, and whether the directory needs it."""

    columns: tuple[str, ...]
    may_have: tuple[str, ...] = ()
    is_needed: bool = True


_ROWS = ("name", "procedure_mode", *CONDITIONS)
FILES = {
    "mdc.csv": Layout(("order", "mdc"), _ROWS),
    "mdc_dx.csv": Layout(("mdc", "icd10"), ("body_site", "name")),
    "mdc_proc.csv": Layout(("mdc", "icd9cm3"), ("list", "name"), is_needed=False),
    "adrg.csv": Layout(("mdc", "order", "adrg"), (*_ROWS, "status")),
    "adrg_dx.csv": Layout(("adrg", "icd10"), ("list", "name")),
    "adrg_proc.csv": Layout(("adrg", "icd9cm3"), ("list", "name")),
    "drg.csv": Layout(("adrg", "order", "drg"), (*_ROWS, "weight")),
    "cc.csv": Layout(("icd10", "level"), ("exclusion_list", "name"), is_needed=False),
    "cc_exclusion.csv": Layout(("principal_icd10", "exclusion_list"), ("name",), is_needed=False),
    "or_proc.csv": Layout(("icd9cm3",), ("name",), is_needed=False),
    "icd10_name.csv": Layout(("icd10",), ("name",), is_needed=False),
    "icd9cm3_name.csv": Layout(("icd9cm3",), ("name",), is_needed=False),
    "icd10_clinical_map.csv": Layout(("clinical", "insurance"), ("name",), is_needed=False),
    "icd9cm3_clinical_map.csv": Layout(("clinical", "insurance"), ("name",), is_needed=False),
}
