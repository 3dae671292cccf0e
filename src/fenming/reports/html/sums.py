"""The figures a page shows: the run's own, and sums over them, made by the same verbs so that they too can be opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fenming.kernel import Book, Figure, Source
from fenming.mechanisms import Name, derive, given, total
from fenming.reports.run_folder import RunFolder

COUNTY = Name("report.county", "全县", "county")
SURPLUS_KINDS = ("general", "chronic", "public_health_body")
LEVELS = {
    "county": ("给县级", "to county level"),
    "town": ("给镇级", "to townships"),
    "village": ("给村级", "to villages"),
}
CARE = {
    0: ("基层", "primary"),
    1: ("县级", "county level"),
    2: ("市级", "city level"),
    3: ("省级", "province level"),
}


@dataclass
class PageFigures:
    """A run's figures and the page's sums, each under its own name in one book."""

    run: RunFolder
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.run.book)

    def __getitem__(self, name: str) -> Figure:
        return self.book[name]

    def get(self, name: str) -> Figure | None:
        """The figure, or None when the run did not come to it."""
        if name in self.book:
            return self.book[name]
        return None

    def under(self, prefix: str) -> list[Figure]:
        """Figures whose dotted name starts with `prefix` and a dot."""
        return self._by_prefix.get(prefix) or self.book.under(prefix)

    @cached_property
    def _by_prefix(self) -> dict[str, list[Figure]]:
        """Figures by the first four parts of their names, for the thousands that belong to units."""
        found: dict[str, list[Figure]] = {}
        for figure in self.run.book:
            parts = figure.name.split(".")
            for length in (3, 4):
                found.setdefault(".".join(parts[:length]), []).append(figure)
        return {prefix: [one for one in figures if one.name != prefix] for prefix, figures in found.items()}

    @cached_property
    def consortia(self) -> dict[str, Name]:
        """Names of the consortia by id."""
        return {one: _base(name) for one, name in self.run.tables.consortia().items()}

    @property
    def is_chronic_apart(self) -> bool:
        """Whether the chronic pool is settled beside the package instead of within it."""
        return bool(self.book["settlement.pool_order"].value == "chronic_apart")

    def sum_of(self, name: Name, parts: Iterable[Figure]) -> Figure:
        """Their sum under `name`."""
        return self.book.add(total(name, parts))

    def over_consortia(self, suffix: str, label: str, label_en: str) -> Figure:
        """The county's sum of `settlement.consortium.*` or other figures whose names hold `{}` for the consortium."""
        key = suffix.rpartition(".")[2]
        return self.sum_of(
            COUNTY.child(key, label, label_en), [self.book[suffix.format(one)] for one in self.consortia]
        )

    def difference(self, name: Name, whole: Figure, part: Figure) -> Figure:
        """What is left of `whole`."""
        return self.book.add(derive(name, "difference", {"whole": whole, "part": part}))

    def ratio(self, name: Name, part: Figure, whole: Figure) -> Figure | None:
        """`part` as a share of `whole`; None when there is no whole."""
        if whole.value <= 0:
            return None
        return self.book.add(derive(name, "ratio", {"part": part, "whole": whole}))

    def from_rows(self, name: Name, value: Any, source: Source) -> Figure:
        """A sum of rows of the run's tables."""
        return self.book.add(given(name, value, source))

    @cached_property
    def levels(self) -> Mapping[tuple[str, str], Figure]:
        """What of the surplus each level gets, by consortium and level."""
        return {
            (one, level): self._shared(one, level, SURPLUS_KINDS, LEVELS[level])
            for one in self.consortia
            for level in LEVELS
        }

    @cached_property
    def public_health(self) -> Mapping[str, Figure]:
        """Public-health money to villages, by consortium."""
        words = ("公卫经费给村级", "public-health money to villages")
        return {one: self._shared(one, "village", ("public_health",), words) for one in self.consortia}

    def _shared(self, one: str, level: str, kinds: tuple[str, ...], words: tuple[str, str]) -> Figure:
        rows = [row for row in self.run.shares if (row["consortium_id"], row["level"]) == (one, level)]
        figures = [self.book[row["figure"]] for row in rows if row["kind"] in kinds]
        key = level if kinds == SURPLUS_KINDS else kinds[0]
        return self.sum_of(self.consortia[one].child(f"shared.{key}", *words), figures)

    @cached_property
    def surplus(self) -> Mapping[str, Figure]:
        """All that is to be shared of each consortium: the package's surplus and, where settled apart, the chronic pool's."""
        kinds = ("surplus", "chronic_surplus") if self.is_chronic_apart else ("surplus",)
        return {
            one: self.sum_of(
                base.child("surplus", "结余合计", "surplus, all pools"),
                [self.book[f"settlement.consortium.{one}.{kind}"] for kind in kinds],
            )
            for one, base in self.consortia.items()
        }

    @cached_property
    def held(self) -> Mapping[str, Figure]:
        """What of the surplus is paid to nobody: risk fund, points lost in the assessment, pools without a receiver."""
        return {one: self._held(one, base) for one, base in self.consortia.items()}

    def _held(self, one: str, base: Name) -> Figure:
        shared = self.sum_of(base.child("shared", "已分配", "shared"), [self.levels[one, level] for level in LEVELS])
        return self.difference(base.child("held", "留存未分配", "kept back"), self.surplus[one], shared)

    @cached_property
    def care(self) -> Mapping[tuple[str, int], Figure]:
        """General fund spend by consortium and level of the institution."""
        rows = self.run.tables.rows(
            "SELECT consortium_id, level, sum(pool_fen)::BIGINT AS fen FROM {spend} WHERE is_chronic = 0 "
            "GROUP BY ALL ORDER BY ALL"
        )
        return {(row["consortium_id"], row["level"]): self._care(row) for row in rows}

    def _care(self, row: Mapping[str, Any]) -> Figure:
        one, level = row["consortium_id"], row["level"]
        label, label_en = CARE[level]
        name = self.consortia[one].child(f"care.{level}", f"一般人群支出·{label}机构", f"general spend, {label_en}")
        where = {"consortium_id": one, "is_chronic": 0, "level": level}
        return self.from_rows(name, row["fen"], Source("spend", "pool_fen", where))


def _base(name: Name) -> Name:
    return Name(f"report.consortium.{name.name}", name.label, name.label_en)
