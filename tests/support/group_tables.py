"""Where group tables are found that do not ship with Fenming, and small ones written for a test."""

import csv
import os
from pathlib import Path

import pytest


def national_tables() -> Path:
    """The directory of CHS-DRG 1.1 with its 4,000 answered cases; skips the test where it is not."""
    named = os.environ.get("FENMING_GROUP_TABLES")
    root = Path(__file__).resolve().parents[2]
    places = [Path(named)] if named else [above / "shared/data/chs-drg-1.1" for above in root.parents]
    for place in places:
        if (place / "adrg.csv").is_file():
            return place
    pytest.skip("CHS-DRG 1.1 is not beside the checkout; set FENMING_GROUP_TABLES to its directory")


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_tables(folder: Path, **files: str) -> Path:
    """A directory of small tables: one MDC, a surgical and a medical ADRG with two severities; `files` replace whole files.

    Names of files are written without `.csv`; a file that is None is left out.
    """
    small: dict[str, str | None] = {
        "mdc": "order,mdc,name,principal_dx_in_list\n1,MDCE,呼吸系统,1\n",
        "mdc_dx": "mdc,icd10\nMDCE,J18.900\nMDCE,J44.100\nMDCE,J96.000\n",
        "adrg": (
            "mdc,order,adrg,name,principal_dx_in_list,principal_proc_in_list\n"
            "MDCE,1,EB1,胸部手术,,1\nMDCE,2,ES1,肺炎,1,\n"
        ),
        "adrg_dx": "adrg,icd10\nES1,J18.900\nES1,J44.100\n",
        "adrg_proc": "adrg,list,icd9cm3\nEB1,1,32.4100\n",
        "drg": (
            "adrg,order,drg,name,severity\nEB1,1,EB19,胸部手术,any\n"
            "ES1,1,ES11,肺炎伴严重合并症,mcc\nES1,2,ES13,肺炎伴合并症,mcc_or_cc\nES1,3,ES15,肺炎,any\n"
        ),
        "cc": "icd10,level,exclusion_list\nJ96.000,mcc,1\nE11.900,cc,2\n",
        "cc_exclusion": "principal_icd10,exclusion_list\nJ44.100,1\nE10.900,2\n",
        "or_proc": "icd9cm3\n32.4100\n",
        "icd10_name": "icd10,name\nJ18.900,肺炎\nJ44.100,慢阻肺\nJ96.000,呼吸衰竭\nE11.900,糖尿病\nI10.x00,高血压\n",
        "icd9cm3_name": "icd9cm3,name\n32.4100,肺叶切除\n96.0400,插管\n",
        "icd10_clinical_map": "clinical,insurance\nJ18.900x901,J18.900\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (small | files).items():
        if text is not None:
            (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder
