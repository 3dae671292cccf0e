"""The short code at the foot of a statement: whoever holds the run can say whether the paper is what was settled."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any


def statement_code(manifest: Mapping[str, Any], payee: str, fen: int) -> str:
    """Eight letters and digits over run, journal, payee and amount: `K7QM-2XWD`."""
    return short_code(manifest["run_id"], manifest["journal_head"], payee, str(fen))


def short_code(*said: str) -> str:
    """Eight letters and digits that stand for all that is said."""
    code = base64.b32encode(hashlib.sha256("\n".join(said).encode()).digest()).decode()[:8]
    return f"{code[:4]}-{code[4:]}"
