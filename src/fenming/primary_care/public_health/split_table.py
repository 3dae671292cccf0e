"""The table that divides each task of the package between township and village: exact cells beside the cells shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive_parts
from fenming.policy import Policy

SPLIT = Name("public_health.split", "乡村分工", "township and village")
PARTS = {
    "township": ("乡(精确)", "township, exact", "pico_fen"),
    "village": ("村(精确)", "village, exact", "pico_fen"),
    "township_shown": ("乡", "township", "fen"),
    "village_shown": ("村", "village", "fen"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One task: its item and key, and its cells: exact ones in the million-millionth of a fen, shown ones in fen."""

    item: str
    key: str
    cells: Mapping[str, Figure]


def split_tasks(policy: Policy) -> list[Task]:
    """Every task of the pack's split table, in its order.

    Raises BadInput where the pack has no such table on that day, or a task lacks its item or its share.
    Source: `public_health.split.item_amount`, `.task_weight`, `.township_share`.
    """
    weights, amounts = policy["public_health.split.task_weight"], policy["public_health.split.item_amount"]
    shares = policy["public_health.split.township_share"]
    tasks = []
    for key in weights.value:
        item = key.partition(".")[0]
        if item not in amounts.value or key not in shares.value:
            raise BadInput(
                "public_health.split",
                what=_("the task {task} has no amount of its item, or no township's share").format(task=key),
                where="public_health.split",
                why=_("a task is written as item.task, and all three tables must know it"),
                remedy=_("correct the three files of the pack"),
            )
        inputs = {
            "amount": policy.cell("public_health.split.item_amount", item),
            "weight": policy.cell("public_health.split.task_weight", key),
            "township_share": policy.cell("public_health.split.township_share", key),
        }
        base = SPLIT.child(key, *policy.labels.get(key, (key, key)))
        names = {part: base.child(part, *words) for part, words in PARTS.items()}
        tasks.append(Task(item, key, derive_parts(names, "split_cells", inputs)))
    return tasks
