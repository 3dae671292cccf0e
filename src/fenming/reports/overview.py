"""The short table of a year: pool, budgets, spend, results, and what each level gets."""

from fenming.kernel import format_yuan
from fenming.kernel.language import _, language
from fenming.reports.run_folder import RunFolder


def overview_rows(run: RunFolder) -> tuple[list[str], list[list[str]]]:
    """Headings, then rows of yuan: county first, one column for each consortium."""
    consortia = list(run.tables.consortia().items())
    headings = [
        _("yuan"),
        _("whole county"),
        *(name.label if language() == "zh" else name.label_en for _id, name in consortia),
    ]
    return headings, [
        *_budget_rows(run, [one for one, _name in consortia]),
        *_level_rows(run, [one for one, _name in consortia]),
    ]


def chronic_label(label: str, pool_order: str) -> str:
    """The chronic surplus by its `label`; where the package is cleared as a whole, nobody is paid it and that is said."""
    return _("{label} (measure only)").format(label=label) if pool_order == "package_whole" else label


def _budget_rows(run: RunFolder, consortia: list[str]) -> list[list[str]]:
    pool_order = run.book["settlement.pool_order"].value
    lines = (
        (_("financing"), "budget.county.financing", ""),
        (_("package"), "budget.county.package", "budget.consortium.{}.package"),
        (_("  DRG budget inside"), "budget.county.drg_budget", "budget.consortium.{}.drg_budget"),
        (_("  chronic quota inside"), "budget.county.chronic_quota", "budget.consortium.{}.chronic_quota"),
        (_("fund spend"), "", "settlement.consortium.{}.spend"),
        (_("  chronic"), "", "settlement.consortium.{}.spend_chronic"),
        (_("family-doctor fee"), "", "budget.consortium.{}.family_doctor_fee"),
        (chronic_label(_("chronic surplus"), pool_order), "", "settlement.consortium.{}.chronic_surplus"),
        (_("surplus"), "", "settlement.consortium.{}.surplus"),
        (_("overspend"), "", "settlement.consortium.{}.overspend"),
        (_("  borne by the fund"), "", "settlement.consortium.{}.fund_share"),
        (_("  borne by the consortium"), "", "settlement.consortium.{}.consortium_share"),
    )
    return [
        _line(run, label, whole, [part.format(one) if part else "" for one in consortia])
        for label, whole, part in lines
    ]


def _line(run: RunFolder, label: str, whole: str, parts: list[str]) -> list[str]:
    values = [run.book[name].value if name else None for name in parts]
    known = [value for value in values if value is not None]
    top = run.book[whole].value if whole else sum(known)
    return [label, format_yuan(top), *("" if value is None else format_yuan(value) for value in values)]


def _level_rows(run: RunFolder, consortia: list[str]) -> list[list[str]]:
    labels = {
        "county": _("surplus to county level"),
        "town": _("surplus to townships"),
        "village": _("surplus to villages"),
    }
    rows = []
    for level, label in labels.items():
        sums = [_shared(run, one, level) for one in consortia]
        rows.append([label, format_yuan(sum(sums)), *map(format_yuan, sums)])
    sums = [_shared(run, one, "village", ("public_health",)) for one in consortia]
    rows.append([_("public-health money to villages"), format_yuan(sum(sums)), *map(format_yuan, sums)])
    return rows


def _shared(
    run: RunFolder, consortium: str, level: str, kinds: tuple[str, ...] = ("general", "chronic", "public_health_body")
) -> int:
    return sum(
        row["fen"]
        for row in run.shares
        if (row["consortium_id"], row["level"]) == (consortium, level) and row["kind"] in kinds
    )
