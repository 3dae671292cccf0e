"""What bills earned their institutions, by every method but the one cases are cleared by."""

from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.payment.methods.earning import earned, method_of
from fenming.payment.methods.sums import read_institution_years
from fenming.policy import Policy

BILLS = "SELECT payment_method, scheme, sum(bills)::BIGINT AS bills FROM {method_sum} GROUP BY ALL ORDER BY ALL"


def earned_by_method(policy: Policy, tables: RunTables, *, has_cases: bool) -> dict[str, dict[str, Figure]]:
    """Earned fen by method and scheme (`item.resident`) and institution, from the table `method_sum`.

    Bills paid by DRG count as they are unless `has_cases`: then they are cleared by points and left out here.
    Raises BadInput for a method that nobody knows, for bills paid by head, and where the pack leaves open what one needs.
    """
    words = policy.pack.codes.get("scheme", {})
    found: dict[str, dict[str, Figure]] = {}
    for row in tables.rows(BILLS):
        method = method_of(row["payment_method"])
        if method == "drg" and has_cases:
            continue
        if method == "capitation":
            raise _by_head(row["bills"])
        scheme = str(words.get(row["scheme"], row["scheme"]))
        years = read_institution_years(tables, row["payment_method"], row["scheme"], scheme)
        for one in earned("item" if method == "drg" else method, policy, years).values():
            found.setdefault(f"{method}.{scheme}", {})[one.institution_id] = one.amount
    return found


def _by_head(bills: int) -> BadInput:
    return BadInput(
        "payment.by_head",
        what=_("{count} bills are paid by head, and heads are not paid bill by bill").format(count=bills),
        where=_("table bill, column payment_method"),
        why=_("an institution earns a capitation for those who signed with it, whatever their bills had"),
        remedy=_(
            "correct the payment method if they are paid otherwise; work out the capitation as docs/payment_methods.md says"
        ),
    )
