"""Public-health money by residents and by work points, and the table between township and village."""

from datetime import date

import pytest
from tests.primary_care.care_rows import YEAR, service, suixi, unit, write_tables

from fenming.kernel import BadInput, Book, format_yuan
from fenming.mechanisms import recompute
from fenming.policy import Policy, load_pack
from fenming.primary_care.public_health import (
    count_work_points,
    list_units,
    money_by_heads,
    process_pool,
    release_by_points,
    split_tasks,
)

PRINTED = {
    "health_file.build": ("0.54", "0.36"),
    "health_file.maintain": ("1.05", "1.05"),
    "health_education.materials": ("0.33", "0.22"),
    "health_education.consultation": ("0.18", "0.18"),
    "health_education.boards": ("0.28", "0.28"),
    "health_education.lectures": ("0.22", "0.15"),
    "children.newborn": ("0.43", "0.29"),
    "children.infant": ("0.65", "0.43"),
    "children.growth": ("0.86", "0.22"),
    "children.oral": ("0.57", "0.14"),
    "maternal.prenatal": ("1.50", "0.38"),
    "maternal.postnatal": ("0.38", "0.09"),
    "elders.check": ("2.84", "0.71"),
    "elders.advice": ("0.76", "0.76"),
    "vaccination.file": ("0.32", "0.08"),
    "vaccination.notify": ("0.03", "0.11"),
}


def _national(year: int) -> Policy:
    return load_pack("cn").on(date(year, 12, 31))


@pytest.fixture
def tables(tmp_path):
    return write_tables(
        tmp_path,
        health_unit=[unit("U1"), unit("U2", "H2"), unit("U3", "H2")],
        unit_resident=[{"unit_id": "U1", "residents": 500_000}, {"unit_id": "U2", "residents": 412_000}],
        service=[
            service(1),
            service(2, service_code="elderly_check"),
            service(3, unit_id="U2", quality_ppm=500_000),
            service(4, unit_id="U2", has_doctor_card=False),
        ],
    )


def test_money_by_heads_adds_up_and_leaves_unknown_units_out_with_a_finding(tables):
    money = money_by_heads(suixi(), list_units(tables))
    assert money.county.value == 8_572_800_000  # 912,000 × 94 yuan
    assert {hospital: figure.value for hospital, figure in money.townships.items()} == {
        "H1": 4_700_000_000,
        "H2": 3_872_800_000,
    }
    assert all(proof.holds for proof in money.proofs)
    assert "U3" in money.findings[0].what
    assert all(recompute(figure) == figure.value for figure in Book([money.county]))


def test_a_standard_that_was_never_seen_is_not_recalled(tables):
    with pytest.raises(BadInput, match="is not known"):
        money_by_heads(_national(2020), list_units(tables))
    with pytest.raises(BadInput, match="has no value for 2026"):
        money_by_heads(_national(2026), list_units(tables))
    assert money_by_heads(_national(2012), list_units(tables)).county.value == 912_000 * 2_500


def test_a_merged_units_residents_are_counted_where_it_went(tmp_path):
    tables = write_tables(
        tmp_path,
        health_unit=[unit("U1"), unit("U2")],
        unit_resident=[{"unit_id": "U1", "residents": 10}, {"unit_id": "U2", "residents": 5}],
        unit_merger=[{"unit_id": "U2", "into_unit_id": "U1"}],
    )
    assert [(one.unit_id, one.residents.value) for one in list_units(tables)] == [("U1", 15)]


def test_the_pool_is_shared_by_points_to_the_last_fen(tables):
    found = count_work_points(tables, suixi(), YEAR)
    shared = release_by_points(process_pool(suixi()), found, list_units(tables), suixi().labels)
    assert shared.pool.value == 2_854_243_000
    assert {one: figure.value for one, figure in shared.points.items()} == {"U1": 40_000_000, "U2": 5_000_000}
    assert sum(figure.value for figure in shared.units.values()) == shared.pool.value
    assert sum(figure.value for figure in shared.kinds.values()) == shared.pool.value
    assert shared.units["U1"].value == 2_537_104_889  # 8/9
    assert shared.unit_costs["U1"].value == 1_268_552_445
    assert shared.kind_costs["htn_follow_up"].value == 475_707_167  # 15 of 45 points over two services
    book = Book([*shared.unit_costs.values(), *shared.kind_costs.values()])
    assert all(recompute(figure) == figure.value for figure in book)


def test_money_is_not_shared_by_points_that_nobody_has(tmp_path):
    tables = write_tables(
        tmp_path,
        health_unit=[unit("U1")],
        unit_resident=[{"unit_id": "U1", "residents": 5}],
        service=[service(1, has_doctor_card=False)],
    )
    found = count_work_points(tables, suixi(), YEAR)
    with pytest.raises(BadInput, match="no unit earned a work point"):
        release_by_points(process_pool(suixi()), found, list_units(tables), {})


def test_every_cell_of_the_published_split_table_comes_out():
    tasks = split_tasks(_national(2012))
    shown = {
        task.key: tuple(format_yuan(task.cells[f"{party}_shown"].value) for party in ("township", "village"))
        for task in tasks
    }
    assert shown == PRINTED


def test_shown_cells_need_not_add_up_and_exact_ones_do():
    cells = next(task.cells for task in split_tasks(_national(2012)) if task.key == "vaccination.notify")
    assert cells["township"].value + cells["village"].value == 13_200_000_000_000  # 0.132 yuan
    assert cells["township_shown"].value + cells["village_shown"].value == 14
    assert recompute(cells["village"]) == cells["village"].value


def test_other_years_have_no_split_table_and_say_so():
    with pytest.raises(BadInput, match=r"public_health\.split\.task_weight"):
        split_tasks(_national(2024))


def test_units_cannot_be_listed_without_registers():
    with pytest.raises(BadInput, match="health_unit, unit_resident"):
        list_units({})
