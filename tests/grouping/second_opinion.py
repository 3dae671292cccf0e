"""The walk through the tables written once more, straight from the layout's words, over sets of texts; shares nothing with the engine."""

from collections import defaultdict
from pathlib import Path

from tests.support.group_tables import read_rows

LEVEL = {"mcc": 2, "cc": 1}
NEEDED = {"mcc": 2, "mcc_or_cc": 1, "any": 0}


class SecondOpinion:
    """CHS-DRG 1.1 as dictionaries."""

    def __init__(self, folder: Path) -> None:
        def rows(name):
            return read_rows(folder / f"{name}.csv")

        self.mdc = sorted(rows("mdc"), key=lambda row: int(row["order"]))
        self.adrg, self.drg = self._by(rows("adrg"), "mdc"), self._by(rows("drg"), "adrg")
        self.of_mdc, self.site = defaultdict(set), defaultdict(dict)
        for row in rows("mdc_dx"):
            self.of_mdc[row["mdc"]].add(row["icd10"])
            if row["body_site"]:
                self.site[row["mdc"]][row["icd10"]] = row["body_site"]
        self.dx, self.proc = defaultdict(set), defaultdict(set)
        for row in rows("adrg_dx"):
            self.dx[row["adrg"]].add(row["icd10"])
        for row in rows("adrg_proc"):
            self.proc[row["adrg"], row["list"]].add(row["icd9cm3"])
        self.complication = {row["icd10"]: (row["level"], row["exclusion_list"]) for row in rows("cc")}
        self.exclusion = {row["principal_icd10"]: row["exclusion_list"] for row in rows("cc_exclusion")}
        self.operating = {row["icd9cm3"] for row in rows("or_proc")}

    @staticmethod
    def _by(rows, owner):
        found = defaultdict(list)
        for row in sorted(rows, key=lambda row: int(row["order"])):
            found[row[owner]].append(row)
        return found

    def group(self, case):
        """MDC, ADRG and DRG of a case with integers for numbers and lists for codes; empty where there is none."""
        for mdc in self.mdc:
            if self._enters(mdc, case):
                for adrg in self.adrg[mdc["mdc"]]:
                    if self._fits(adrg, case):
                        return mdc["mdc"], adrg["adrg"], self._drg(adrg["adrg"], case)
        return "", "", ""

    def _enters(self, mdc, case):
        name, first = mdc["mdc"], case["proc"][:1]
        sites = {self.site[name][code] for code in case["dx"] if code in self.site[name]}
        return (
            (not mdc["principal_dx_in_list"] or case["dx"][0] in self.of_mdc[name])
            and (not mdc["sex"] or mdc["sex"] == case["sex"])
            and (not mdc["age_years"] or int(mdc["age_years"]) == case["age"])
            and (not mdc["principal_proc_is_or"] or set(first) & self.operating)
            and (not mdc["min_body_sites"] or len(sites) >= int(mdc["min_body_sites"]))
        )

    def _fits(self, adrg, case):
        name, dx, proc = adrg["adrg"], case["dx"], set(case["proc"])
        first = set(case["proc"][:1])
        terms = [term.split("&") for term in adrg["proc_combination"].split("|")]
        return (
            (not adrg["principal_dx_in_list"] or dx[0] in self.dx[name])
            and (not adrg["any_dx_in_list"] or set(dx) & self.dx[name])
            and (not adrg["principal_proc_in_list"] or first & self.proc[name, "1"])
            and (not adrg["proc_combination"] or any(all(proc & self.proc[name, n] for n in term) for term in terms))
            and (adrg["or_procedure"] != "principal" or first & self.operating)
            and (adrg["or_procedure"] != "none" or not proc & self.operating)
            and (not adrg["age_days_max"] or (case["age"] == 0 and case["age_days"] <= int(adrg["age_days_max"])))
            and (not adrg["weight_g_min"] or int(adrg["weight_g_min"]) <= case["weight"])
            and (not adrg["weight_g_below"] or case["weight"] < int(adrg["weight_g_below"]))
        )

    def _drg(self, adrg, case):
        principal, level = case["dx"][0], 0
        for code in case["dx"][1:]:
            if code in self.complication and self.complication[code][1] != self.exclusion.get(principal):
                level = max(level, LEVEL[self.complication[code][0]])
        return next((row["drg"] for row in self.drg[adrg] if level >= NEEDED[row["severity"]]), "")
