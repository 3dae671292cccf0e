"""The columns of judged bills as users get them: national names, and ours where no national name exists."""

from dataclasses import dataclass
from typing import Literal

from fenming.kernel.language import _

Kind = Literal["text", "day", "instant", "yuan", "count"]

# What hospitals and payers outside the rules bear, as the bill states it; the hospital's part comes out of it first.
_HOSPITAL = "CASE WHEN given_fen < 0 THEN greatest(platform_hospital_fen, given_fen) ELSE least(platform_hospital_fen, given_fen) END"
_OTHER = f"given_fen - {_HOSPITAL}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of the output: its header, SQL over bills joined with their payments, and what kind of value it is."""

    name: str
    sql: str
    kind: Kind = "yuan"


@dataclass(frozen=True, slots=True)
class Layer:
    """An amount that the platform prints too: SQL for ours and for theirs, null where nothing was printed.

    `is_fund` marks the funds' payments, which add up to what the funds pay; the others are shown beside them.
    """

    name: str
    ours: str
    printed: str
    is_fund: bool = False

    @property
    def difference(self) -> str:
        return f"{self.name}_difference"


KNOWN = (
    Shown("file", "file", "text"),
    Shown("line", "line", "count"),
    Shown("setl_id", "bill_id", "text"),
    Shown("init_setl_id", "refund_of", "text"),
    Shown("mdtrt_id", "visit_id", "text"),
    Shown("psn_no", "person_label(person_id)", "text"),
    Shown("insutype", "scheme", "text"),
    Shown("fixmedins_code", "institution_id", "text"),
    Shown("med_type", "care_type", "text"),
    Shown("hosp_lv", "care_level", "text"),
    Shown("insu_admdvs", "insured_region", "text"),
    Shown("fix_blng_admdvs", "care_region", "text"),
    Shown("area", "CASE area WHEN 0 THEN 'local' WHEN 1 THEN 'other_city' ELSE 'out_of_province' END", "text"),
    Shown("begndate", "began_on", "day"),
    Shown("enddate", "ended_on", "day"),
    Shown("setl_time", "settled_at", "instant"),
    Shown("medfee_sumamt", "total_fen"),
    Shown("fulamt_ownpay_amt", "excluded_fen"),
    Shown("overlmt_selfpay", "over_limit_fen"),
    Shown("preselfpay_amt", "upfront_copay_fen"),
)
PRINTED_ELIGIBLE = "printed_eligible_fen"  # beside bills judged on their fee lines: what the bill itself says
LAYERS = (
    Layer("inscp_scp_amt", "eligible_fen", PRINTED_ELIGIBLE),
    Layer("act_pay_dedc", "deductible_applied_fen", "platform_deductible_fen"),
    Layer("hifp_pay", "pool_fen", "platform_pool_fen", is_fund=True),
    Layer("hifob_pay", "large_amount_fen", "platform_large_amount_fen", is_fund=True),
    Layer("hifmi_pay", "critical_illness_fen", "platform_critical_illness_fen", is_fund=True),
    Layer("cvlserv_pay", "civil_servant_fen", "platform_civil_servant_fen", is_fund=True),
    Layer("maf_pay", "medical_aid_fen + tilted_aid_fen", "platform_medical_aid_fen", is_fund=True),
    Layer("fund_pay_sumamt", f"fund_fen + {_OTHER}", "platform_fund_fen"),
    Layer("psn_part_amt", "person_fen", "platform_person_fen"),
    Layer("acct_pay", "account_fen", "CASE WHEN account_balance_fen IS NOT NULL THEN platform_account_fen END"),
    Layer("psn_cash_pay", "cash_fen", "CASE WHEN account_balance_fen IS NOT NULL THEN platform_cash_fen END"),
)
FUNDS = tuple(layer for layer in LAYERS if layer.is_fund)
_OURS = {layer.name: Shown(layer.name, layer.ours) for layer in LAYERS}
JUDGED = (
    _OURS["inscp_scp_amt"],
    Shown("copay_first", "copay_first_fen"),
    Shown("crt_dedc", "deductible_standard_fen"),
    _OURS["act_pay_dedc"],
    Shown("base", "base_fen"),
    Shown("by_rate", "by_rate_fen"),
    Shown("floor", "floor_fen"),
    _OURS["hifp_pay"],
    Shown("large_amount_base", "large_amount_base_fen"),
    _OURS["hifob_pay"],
    Shown("critical_base", "critical_base_fen"),
    _OURS["hifmi_pay"],
    _OURS["cvlserv_pay"],
    Shown("medical_aid_base", "medical_aid_base_fen"),
    _OURS["maf_pay"],
    Shown("tilted_aid", "tilted_aid_fen"),
    Shown("oth_pay", _OTHER),
    _OURS["fund_pay_sumamt"],
    Shown("hosp_part_amt", _HOSPITAL),
    _OURS["psn_part_amt"],
    _OURS["acct_pay"],
    _OURS["psn_cash_pay"],
    Shown("admission", "admission", "count"),
)
REASON = (Shown("reason_code", "reason_code", "text"), Shown("reason", "reason", "text"))
PRINTED = tuple(
    column
    for layer in LAYERS
    for column in (
        Shown(f"{layer.name}_printed", layer.printed),
        Shown(layer.difference, f"{layer.ours} - ({layer.printed})"),
    )
)
COLUMNS = (*KNOWN, *JUDGED, *REASON, *PRINTED)
COMPARED = ("crt_dedc", *(layer.name for layer in LAYERS))  # what two judgements of one bill are compared by


def layer_words() -> dict[str, str]:
    """What the layers are called, by national name."""
    return {
        "inscp_scp_amt": _("within the policy's scope"),
        "act_pay_dedc": _("deductible applied"),
        "hifp_pay": _("basic pool"),
        "hifob_pay": _("large-amount insurance"),
        "hifmi_pay": _("critical illness insurance"),
        "cvlserv_pay": _("civil-servant supplement"),
        "maf_pay": _("medical aid"),
        "fund_pay_sumamt": _("all funds"),
        "psn_part_amt": _("person's part"),
        "acct_pay": _("from the personal account"),
        "psn_cash_pay": _("cash"),
    }


def column_words() -> dict[str, str]:
    """What each column of the output says, by header."""
    layers = layer_words()
    printed = {
        f"{name}_printed": _("{layer}, as the platform printed it").format(layer=layers[name]) for name in layers
    }
    differences = {
        f"{name}_difference": _("{layer}: ours less the platform's; empty where nothing was printed").format(
            layer=layers[name]
        )
        for name in layers
    }
    return _known_words() | _judged_words() | layers | printed | differences


def _known_words() -> dict[str, str]:
    return {
        "file": _("the file that the bill came in"),
        "line": _("the bill's line in that file, the header counted"),
        "setl_id": _("the bill"),
        "init_setl_id": _("the bill it takes back"),
        "mdtrt_id": _("the visit or stay"),
        "psn_no": _("the person's pseudonym; the number itself is written nowhere"),
        "insutype": _("insurance scheme"),
        "fixmedins_code": _("the institution"),
        "med_type": _("type of care"),
        "hosp_lv": _("level of care that was counted with: primary, county, city, province"),
        "insu_admdvs": _("region of insurance, as the bill states it"),
        "fix_blng_admdvs": _("region of care that was counted with"),
        "area": _("how far from home: local, other_city, out_of_province"),
        "begndate": _("first day"),
        "enddate": _("last day"),
        "setl_time": _("when it was settled"),
        "medfee_sumamt": _("charged"),
        "fulamt_ownpay_amt": _("wholly self-paid"),
        "overlmt_selfpay": _("above the price limit"),
        "preselfpay_amt": _("paid upfront by the person"),
    }


def _judged_words() -> dict[str, str]:
    return {
        "copay_first": _("share paid first for care out of area"),
        "crt_dedc": _("deductible that applies to this bill"),
        "base": _("base that the rates are applied to"),
        "by_rate": _("what the rates give"),
        "floor": _("least that is paid"),
        "large_amount_base": _("what large-amount insurance counts"),
        "critical_base": _("what critical illness insurance counts"),
        "medical_aid_base": _("what medical aid counts"),
        "tilted_aid": _("tilted aid, within medical aid"),
        "oth_pay": _("other payers, as the bill states them"),
        "hosp_part_amt": _("the hospital's part, as the bill states it"),
        "admission": _("1 for a bill that counts as an admission of the year"),
        "reason_code": _("why ours and the platform's differ, as a code"),
        "reason": _("why ours and the platform's differ"),
    }
