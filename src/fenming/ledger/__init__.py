"""The journal: balanced entries in fen, appended only, hash-chained, closed month by month."""

from fenming.ledger.account import ROOTS, Account, account_name
from fenming.ledger.balance import Checkpoint, balances
from fenming.ledger.beancount import beancount_text
from fenming.ledger.check import check_amounts, check_balanced, check_chain, check_checkpoints, check_unique_ids
from fenming.ledger.entry import Entry, Posting, entry_id, reverse
from fenming.ledger.journal import Journal

__all__ = [
    "ROOTS",
    "Account",
    "Checkpoint",
    "Entry",
    "Journal",
    "Posting",
    "account_name",
    "balances",
    "beancount_text",
    "check_amounts",
    "check_balanced",
    "check_chain",
    "check_checkpoints",
    "check_unique_ids",
    "entry_id",
    "reverse",
]
