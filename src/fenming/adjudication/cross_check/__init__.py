"""The core of a pack's rules judged a second time, as SQL over relations, and held against the compiled loop's table.

The two share no code of judging, only the words, the pack and the canonical tables, so that a slip in one shows in the other.
Judged a second time are schemes without a large-amount layer: rates and segments, deductibles by visit and by year with
repeat rules, referral, floors, caps, critical illness, fixed amounts, refunds as new events. On every other bill the second
opinion is silent and says why.
"""

from fenming.adjudication.cross_check.comparison import Comparison, Difference, compare, cross_check, silence_words
from fenming.adjudication.cross_check.opinion import Opinion, second_opinion

__all__ = ["Comparison", "Difference", "Opinion", "compare", "cross_check", "second_opinion", "silence_words"]
