"""What the fund owes for one case."""

EXPLAIN = "{standard} − {patient} − {others}, below nothing: {floor}"


def case_fund(standard: int, patient: int, others: int, floor: str) -> int:
    """Fen: what the case may cost less what the patient and other funds paid.

    Below nothing it is owed back (`claw_back`) or nothing (`zero`). Source: clearing practice under points and scores, quoted.
    """
    left = standard - patient - others
    return max(left, 0) if floor == "zero" else left
