"""Why a bill's amounts differ from the platform's: adjudication's reasons, and those that only show in further layers."""

from fenming.adjudication.plan.reason import Reason
from fenming.engines.local import literal
from fenming.kernel.language import _
from fenming.reports.adjudicated.columns import LAYERS

ON_LINES = "fee_lines"
_OF_LAYER = {
    "hifob_pay": "large_amount",
    "cvlserv_pay": "civil_servant",
    "maf_pay": "medical_aid",
    "inscp_scp_amt": ON_LINES,
    "act_pay_dedc": "deductible_alone",
    "psn_part_amt": "other_payers",
    "acct_pay": "account",
}
AGREES = Reason.SAME.name.lower()


def reason_words() -> dict[str, str]:
    """Every reason in words, by its code."""
    return {reason.name.lower(): reason.words for reason in Reason} | {
        ON_LINES: _("the fee lines come to another amount within the policy's scope than the bill"),
        "large_amount": _("the pool and critical illness insurance pay the same, large-amount insurance differs"),
        "civil_servant": _("the insurances pay the same, the civil-servant supplement differs"),
        "medical_aid": _("the insurances pay the same, medical aid differs"),
        "deductible_alone": _("every fund pays the same, though the platform states another deductible"),
        "other_payers": _("every fund pays the same, what other payers bear differs"),
        "account": _("every fund pays the same, the personal account pays another part of the person's share"),
    }


def reason_code(compared: str) -> str:
    """SQL over the relation `compared` (`reason`, `…_difference` of each layer) for the code of a bill's reason."""
    differences = {layer.name: layer.difference for layer in LAYERS}
    further = " ".join(
        f"WHEN coalesce({compared}.{differences[name]}, 0) <> 0 THEN {literal(code)}"
        for name, code in _OF_LAYER.items()
    )
    named = " ".join(f"WHEN {int(reason)} THEN {literal(reason.name.lower())}" for reason in Reason)
    on_lines = f"coalesce({compared}.inscp_scp_amt_difference, 0) <> 0 AND {compared}.hifp_pay_difference <> 0"
    return (
        f"CASE WHEN {on_lines} THEN {literal(ON_LINES)} WHEN {compared}.reason = {int(Reason.SAME)} THEN CASE {further} ELSE {literal(AGREES)} END"
        f" ELSE CASE {compared}.reason {named} END END"
    )
