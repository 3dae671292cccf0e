"""A fund divided by points: what the cells have earned, less what patients have paid."""

from collections.abc import Mapping

from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.mechanisms import Name, collect, derive, derive_parts, total


def clear_points(
    name: Name,
    fund: Figure,
    cells: Mapping[str, Figure],
    patients: Mapping[str, Figure],
    floor: Figure | None = None,
) -> dict[str, Figure]:
    """What the fund pays to each cell, in fen; the parts sum to `fund` exactly.

    Fund and patients' shares together are split by points (`cells`, micro-points); a cell's own patients' share is taken
    off. That may be negative: `floor` (a choice) `claw_back`, or none given, leaves it so; `zero` pays nothing there and
    divides the fund among the others. Raises BadInput when nobody has points.
    """
    _refuse_without_points(name, cells)
    points = collect(name.child("points", "点数", "points", "micro_point"), cells)
    called = {cell: _called(name, cell, figure) for cell, figure in cells.items()}
    cleared = {cell: base.child("cleared", "基金清算", "cleared by the fund") for cell, base in called.items()}
    if floor is not None and floor.value == "zero":
        paid = collect(name.child("patients", "患者负担", "patients' share"), patients)
        return derive_parts(cleared, "floored_split", {"fund": fund, "points": points, "patients": paid}, (floor,))
    basis = () if floor is None else (floor,)
    whole = total(
        name.child("whole", "基金与患者负担合计", "fund and patients' share"), [fund, *patients.values()], basis
    )
    names = {cell: base.child("share", "按点数应得", "share by points") for cell, base in called.items()}
    shares = derive_parts(names, "split", {"whole": whole, "weights": points})
    return {
        cell: derive(cleared[cell], "difference", {"whole": shares[cell], "part": patients[cell]}) for cell in cells
    }


def point_value_of(name: Name, fund: Figure, cells: Mapping[str, Figure], patients: Mapping[str, Figure]) -> Figure:
    """(Fund + patients' share) ÷ points in millionths of a yuan for a point: to be shown, never to be multiplied by."""
    _refuse_without_points(name, cells)
    points = total(name.child("all_points", "点数合计", "all points", "micro_point"), cells.values())
    paid = total(name.child("all_patients", "患者负担合计", "all patients' share"), patients.values())
    inputs = {"fund": fund, "patients": paid, "points": points}
    return derive(name.child("point_value", "点值", "point value", "micro_yuan"), "point_value", inputs)


def _called(name: Name, cell: str, points: Figure) -> Name:
    """The cell's own words: those of its points, without the last one."""
    label, label_en = points.label.rpartition("·")[0] or cell, points.label_en.rpartition(": ")[0] or cell
    return name.child(cell, label, label_en)


def _refuse_without_points(name: Name, cells: Mapping[str, Figure]) -> None:
    if sum(figure.value for figure in cells.values()) <= 0:
        raise BadInput(
            "drg.no_points",
            _("nobody has points to divide {name} by").format(name=name.name),
            name.name,
            _("a fund is divided in the ratio of points; without points there is no ratio"),
            _("group and price the cases of the year first, or leave the fund with the county"),
        )
