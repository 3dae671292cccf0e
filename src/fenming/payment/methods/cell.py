"""One cell of a policy table as a figure of its own, with the table's clause and grade."""

from dataclasses import replace

from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _


def cell(table: Figure, key: str, unit: str = "fen") -> Figure:
    """The value that `table` has for `key`. Raises BadInput when it has none: another level's value is never taken."""
    if key not in table.value:
        raise BadInput(
            "payment.no_cell",
            what=_("{name} has no value for '{key}'").format(name=table.name, key=key),
            where=table.name,
            why=_("it is written for: {known}").format(known=", ".join(table.value)),
            remedy=_("write the value into the pack, with its clause"),
        )
    value = table.value[key]
    return replace(
        table,
        name=f"{table.name}[{key}]",
        value=value,
        unit=unit,
        label=f"{table.label}·{key}",
        label_en=f"{table.label_en}: {key}",
        written="",
    )
