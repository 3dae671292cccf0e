"""Health units that were merged into another: chains of mergers are followed, so that each names the unit that is left."""

from fenming.engines.local import run
from fenming.facts.intake.settling import Check, Settling

MERGER_DECIDED = {"into_unit_id": "(SELECT min(last) FROM merger_end WHERE merger_end.unit_id = good.unit_id)"}


def reject_unfit_mergers(settling: Settling) -> None:
    """Set aside mergers of a unit into itself, in a circle, into another consortium, or at whose end no known unit stands."""
    _find_ends(settling)
    known = f"SELECT unit_id FROM {settling.scan('health_unit')}"
    both = f"(SELECT count(DISTINCT consortium_id) FROM {settling.scan('health_unit')} AS unit WHERE unit.unit_id IN (good.unit_id, last))"
    settling.reject(
        Check("merger.into_itself", "unit_id = into_unit_id", "into_hmu_code", "unit_id"),
        Check("merger.circle", "last IS NULL", "into_hmu_code", "unit_id || ' > ' || into_unit_id"),
        Check("merger.unknown", f"last NOT IN ({known})", "into_hmu_code", "last"),
        Check("merger.two_consortia", "consortia > 1", "into_hmu_code", "unit_id || ' > ' || last"),
        relation=f"SELECT good.*, last, {both} AS consortia FROM good LEFT JOIN merger_end USING (unit_id, into_unit_id)",
    )


def _find_ends(settling: Settling) -> None:
    """Make the table `merger_end`: of each merger, the last unit of its chain; in a circle there is none.

    Where two rows send one unit to different ones, nobody can follow it further: the chain ends there.
    """
    run(
        settling.connection,
        """CREATE OR REPLACE TEMP TABLE merger_end AS
        WITH RECURSIVE
        step AS (SELECT unit_id, min(into_unit_id) AS next FROM good GROUP BY unit_id HAVING count(DISTINCT into_unit_id) = 1),
        chain(unit_id, into_unit_id, place) AS (
            SELECT unit_id, into_unit_id, into_unit_id FROM good
            UNION SELECT chain.unit_id, chain.into_unit_id, next FROM chain JOIN step ON step.unit_id = place
        )
        SELECT unit_id, into_unit_id, min(place) FILTER (WHERE place NOT IN (SELECT unit_id FROM step)) AS last
        FROM chain GROUP BY unit_id, into_unit_id""",
    )
