"""Who is assessed, and who stands above whom: health unit, township, lead hospital with its consortium, county."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fenming.facts.run_tables import RunTables
from fenming.kernel.language import _
from fenming.mechanisms import Name

COUNTY = "county"
COLUMN = {
    "unit": "unit_id",
    "institution": "institution_id",
    "township": "township_hospital_id",
    "consortium": "consortium_id",
}
# The kinds for which an indicator is worked out, by the finest for which it is meaningful; coarsest first.
KINDS = {
    "unit": ("county", "consortium", "township", "unit"),
    "township": ("county", "consortium", "township"),
    "institution": ("county", "consortium", "township", "institution"),
    "consortium": ("county", "consortium"),
    "county": ("county",),
}
Key = tuple[str, str]  # kind and id


@dataclass(frozen=True, slots=True)
class Party:
    """One who is assessed: `kind` is unit, institution, township, lead, consortium or county."""

    kind: str
    party_id: str
    label: str
    label_en: str

    @property
    def key(self) -> Key:
        return self.kind, self.party_id

    @property
    def base(self) -> Name:
        """What its figures are called, before their own names."""
        return Name(f"assessment.{self.kind}.{self.party_id}", self.label, self.label_en)


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a county by kind and id, ids in order; `above` is the next in the chain, `lead_of` and `consortium_of`
    connect a consortium and its lead hospital.
    """

    by_kind: Mapping[str, Mapping[str, Party]]
    above: Mapping[Key, Key]
    lead_of: Mapping[str, str]
    consortium_of: Mapping[str, str]

    def of(self, kind: str) -> list[Party]:
        """The parties of a kind, by id."""
        return list(self.by_kind.get(kind, {}).values())

    def chain(self, key: Key) -> Iterator[Key]:
        """Whoever stands above, the nearest first."""
        while key in self.above:
            key = self.above[key]
            yield key

    def counted_as(self, party: Party, grain: str) -> Key:
        """Whose rows are counted for `party`: a lead hospital answers for its consortium, but for what institutions have of their own."""
        if party.kind != "lead":
            return party.key
        return (
            ("institution", party.party_id)
            if grain == "institution"
            else ("consortium", self.consortium_of[party.party_id])
        )


def read_parties(tables: RunTables) -> Parties:
    """The parties in the roll and the register of institutions; former units are not in the roll."""
    names = tables.called()
    units = {
        row["unit_id"]: Party("unit", row["unit_id"], row["name"], f"unit {row['unit_id']}") for row in tables.units
    }
    towns = sorted({row["township_hospital_id"] for row in tables.units if row["township_hospital_id"]})
    consortia = tables.consortia()
    leads = {
        str(row["consortium_id"]): one
        for one, row in sorted(tables.institutions.items())
        if row["kind"] == "lead_hospital" and row["consortium_id"] in consortia
    }
    by_kind = {
        "unit": units,
        "institution": {one: _institution("institution", one, names) for one in sorted(tables.institutions)},
        "township": {one: _institution("township", one, names) for one in towns},
        "lead": {one: _institution("lead", one, names) for one in sorted(leads.values())},
        "consortium": {one: Party("consortium", one, name.label, name.label_en) for one, name in consortia.items()},
        COUNTY: {COUNTY: Party(COUNTY, COUNTY, "全县", "the county")},
    }
    return Parties(by_kind, _above(tables, towns), leads, {lead: one for one, lead in leads.items()})


def _institution(kind: str, institution_id: str, names: Mapping[str, str]) -> Party:
    return Party(kind, institution_id, names.get(institution_id, institution_id), f"{kind} {institution_id}")


def _above(tables: RunTables, towns: list[str]) -> dict[Key, Key]:
    above: dict[Key, Key] = {}
    for row in tables.units:
        town, consortium = row["township_hospital_id"], ("consortium", row["consortium_id"])
        above["unit", row["unit_id"]] = ("township", town) if town else consortium
        if town:
            above["township", town] = consortium
        above[consortium] = (COUNTY, COUNTY)
    for one, row in tables.institutions.items():
        if row["consortium_id"]:
            above["institution", one] = ("township", one) if one in towns else ("consortium", row["consortium_id"])
    return above


def kind_words() -> dict[str, str]:
    """What kinds of parties are called."""
    return {
        "unit": _("health unit"),
        "institution": _("institution"),
        "township": _("township hospital"),
        "lead": _("lead hospital"),
        "consortium": _("consortium"),
        COUNTY: _("county"),
    }
