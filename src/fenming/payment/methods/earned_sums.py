"""What bills earned their institutions, by every method but the one cases are cleared by."""

from fenming.facts.run_tables import RunTables
from fenming.kernel import Figure
from fenming.payment.methods.earning import earned, method_of
from fenming.payment.methods.sums import read_institution_years
from fenming.policy import Policy


def earned_by_method(policy: Policy, tables: RunTables, *, has_cases: bool) -> dict[str, dict[str, Figure]]:
    """Earned fen by method and scheme (`item.resident`) and institution, from the table `method_sum`.

    Bills paid by DRG count as they are unless `has_cases`: then they are cleared by points and left out here.
    Raises BadInput for a method that nobody knows, and where the pack leaves open what one needs.
    """
    words = policy.pack.codes.get("scheme", {})
    found: dict[str, dict[str, Figure]] = {}
    for row in tables.rows("SELECT DISTINCT payment_method, scheme FROM {method_sum} ORDER BY ALL"):
        method = method_of(row["payment_method"])
        if method == "drg" and has_cases:
            continue
        scheme = str(words.get(row["scheme"], row["scheme"]))
        years = read_institution_years(tables, row["payment_method"], row["scheme"], scheme)
        for one in earned("item" if method == "drg" else method, policy, years).values():
            found.setdefault(f"{method}.{scheme}", {})[one.institution_id] = one.amount
    return found
