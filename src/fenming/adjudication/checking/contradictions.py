"""All that a person would want to know about a pack's benefit rules before money is paid by them."""

from fenming.adjudication.checking.cliffs import cliffs
from fenming.adjudication.checking.dates import uncovered_days
from fenming.adjudication.checking.deductibles import deductible_contradictions
from fenming.adjudication.checking.layers import layer_contradictions
from fenming.adjudication.checking.national import broken_floors
from fenming.adjudication.checking.on_day import rule_days
from fenming.adjudication.checking.rates import rate_contradictions
from fenming.adjudication.law.forms import form_faults
from fenming.kernel import Finding
from fenming.policy import Pack, severity


def contradictions(pack: Pack) -> list[Finding]:
    """Findings about the parameters below benefits/: what cannot be meant, what contradicts itself, and cliffs.

    Rules are looked at on every day from which some parameter has another value. Where names or forms are wrong, only
    that is told, because nothing else could be worked out.
    """
    faults = form_faults(pack)
    if any(severity(fault) == "error" for fault in faults):
        return faults
    found = [*faults, *uncovered_days(pack)]
    for rules in rule_days(pack, found):
        for scheme, care in rules.covered():
            found += rate_contradictions(rules, scheme, care)
            found += deductible_contradictions(rules, scheme, care)
            found += cliffs(rules, scheme, care)
        found += layer_contradictions(rules)
        found += broken_floors(rules)
    return list(dict.fromkeys(found))
