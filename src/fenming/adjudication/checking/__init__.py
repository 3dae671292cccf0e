"""What a pack's benefit rules do: its worked bills judged, and what contradicts itself or would surprise its writer."""

from fenming.adjudication.checking.cases import judge_cases
from fenming.adjudication.checking.contradictions import contradictions

__all__ = ["contradictions", "judge_cases"]
