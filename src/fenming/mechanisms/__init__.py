"""The verbs of the law, one file each; `verb(name)` finds one, `derive` applies one to figures.

A verb is registered by being there: `mechanisms/share.py` holds `share`, its explanation template `EXPLAIN`,
and beside it `share.yaml` holds its examples.
"""

# The verb's module before the function over figures of the same name: imported later, it would take the name's place here.
import fenming.mechanisms.total  # noqa: F401
from fenming.mechanisms.figures import Name, collect, derive, derive_parts, given, recompute, total
from fenming.mechanisms.verbs import Verb, verb, verb_names

__all__ = [
    "Name",
    "Verb",
    "collect",
    "derive",
    "derive_parts",
    "given",
    "recompute",
    "total",
    "verb",
    "verb_names",
]
