"""Bills come in the order of their table: rows without a gap, each person's together. Anything else is refused."""

from typing import Any

from fenming.kernel import BadInput
from fenming.kernel.language import _


class Order:
    """Follows ranges of bills, one after another."""

    def __init__(self) -> None:
        self.row: int | None = None
        self.person: int | None = None

    def follow(self, rows: Any, persons: Any = None) -> None:
        """Take in the next bills: their rows in the table and, where given, their persons, both int64 arrays.

        Raises BadInput unless these rows follow those before and persons rise.
        """
        first, last = int(rows[0]), int(rows[-1])
        if (self.row is not None and first != self.row + 1) or not (rows[1:] - rows[:-1] == 1).all():
            raise _other_order(first)
        self.row = last
        if persons is not None:
            if (self.person is not None and persons[0] <= self.person) or not (persons[1:] >= persons[:-1]).all():
                raise _other_order(first)
            self.person = int(persons[-1])


def _other_order(row: int) -> BadInput:
    return BadInput(
        "adjudication.not_in_order",
        _("the bills are not in the order of their persons"),
        _("table bill, from row {row}").format(row=row),
        _("a person's year can only be followed bill by bill, all of them together"),
        _("import the bills again: they are then written in order"),
    )
