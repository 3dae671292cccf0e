"""The assessment of a year: a pure function of pack, measure table and accepted appeals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fenming.assessment.chain import Chained, chain_scores
from fenming.assessment.corrections import Corrections, read_corrections
from fenming.assessment.counts import Counts, read_counts
from fenming.assessment.credibility import small_numbers
from fenming.assessment.findings import scheme_findings, value_findings
from fenming.assessment.grading import graded_parties
from fenming.assessment.inputs import Ground
from fenming.assessment.parties import Key, Parties, read_parties
from fenming.assessment.scheme_scores import SchemeScore, score_scheme
from fenming.assessment.values import IndicatorValue, ValueKey, indicator_values
from fenming.facts.run_tables import RunTables
from fenming.kernel import Figure, Finding
from fenming.policy import Pack, Policy


@dataclass(frozen=True, slots=True)
class Assessment:
    """A year as assessed.

    `indicators` by indicator, kind of party, party and period (`year`, `q1` …); `schemes` by scheme and party; `chained` the
    scores down the chain; `effects` grade, `pay_pool` and `head_pay` by kind of party and party, where the pack knows them.
    """

    year: int
    parties: Parties
    indicators: Mapping[ValueKey, IndicatorValue]
    schemes: Mapping[str, Mapping[str, SchemeScore]]
    chained: Chained
    effects: Mapping[Key, Mapping[str, Figure]]
    findings: tuple[Finding, ...]

    @property
    def chain(self) -> Mapping[Key, Figure]:
        """The chain score by kind of party and party."""
        return self.chained.scores

    def value(self, indicator_id: str, kind: str, party_id: str, period: str = "year") -> IndicatorValue | None:
        """One indicator of one party, or None where it is not meaningful for it."""
        return self.indicators.get((indicator_id, kind, party_id, period))

    def figures(self) -> list[Figure]:
        """All figures: indicators, scores, chain, grades."""
        listed = [figure for one in self.indicators.values() for figure in one.figures]
        scores = [figure for parties in self.schemes.values() for one in parties.values() for figure in one.figures]
        effects = [figure for found in self.effects.values() for figure in found.values()]
        return [*listed, *scores, *self.chain.values(), *effects]


def assess_tables(pack: Pack, tables: RunTables, year: int) -> Assessment:
    """Every indicator, score and chain score of `year` by the rules in force on its last day.

    `tables` holds `measure`, `roll`, `institution` and, where appeals were accepted, `correction`. What is missing is a
    finding. Raises BadInput where the pack contradicts itself or two appeals correct one count.
    """
    parties = read_parties(tables)
    corrections = read_corrections(tables, pack.cards, parties)
    policy = pack.on(date(year, 12, 31))
    return assess(policy, parties, read_counts(tables, policy.labels), corrections)


def assess(policy: Policy, parties: Parties, counts: Counts, corrections: Corrections) -> Assessment:
    """The assessment by the rules of one day, from what was counted and corrected; see `assess_tables`."""
    cards = policy.pack.cards
    ground = Ground(policy, parties, counts, corrections, small_numbers(policy))
    listed = [one for _id, card in sorted(cards.items()) for one in indicator_values(ground, card)]
    values = {(one.indicator_id, *one.party.key, one.period): one for one in listed}
    schemes = {scheme.scheme_id: scheme for scheme in sorted(policy.schemes(), key=lambda one: one.scheme_id)}
    scores = {name: score_scheme(ground, scheme, cards, values) for name, scheme in schemes.items()}
    chained = chain_scores(policy, parties, schemes, scores)
    findings = (*corrections.findings, *value_findings(listed, cards), *scheme_findings(scores))
    effects = graded_parties(policy, chained.schemes, scores)
    return Assessment(policy.day.year, parties, values, scores, chained, effects, findings)
