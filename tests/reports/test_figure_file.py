"""Figures in a file that gives a few of many at once."""

from fenming.kernel import Book, Figure, Source
from fenming.kernel.figure_file import CROWD, FigureFile
from fenming.mechanisms import Name, collect, derive, derive_parts, given, recompute


def made_book() -> Book:
    heads = {
        f"u{place:02d}": given(
            Name(f"facts.unit.u{place:02d}.heads", f"{place}号人数", f"heads {place}", "person"),
            100 + place,
            Source("roll", "heads", {"unit_id": f"u{place:02d}"}),
        )
        for place in range(CROWD + 4)
    }
    together = collect(Name("facts.county.heads", "各单元人数", "heads by unit", "person"), heads)
    names = {unit: Name(f"unit.{unit}.place", f"{unit}名次", f"place of {unit}", "place") for unit in heads}
    places = derive_parts(names, "rank", {"amounts": together})
    doubled = derive(
        Name("county.share", "占比", "share", "ppm"), "ratio", {"part": heads["u00"], "whole": heads["u01"]}
    )
    return Book([*places.values(), doubled])


def test_the_whole_book_comes_back_as_it_was(tmp_path):
    book = made_book()
    assert FigureFile.write(tmp_path / "figures.sqlite", book).book().to_json() == book.to_json()


def test_a_few_figures_bring_all_they_stand_on(tmp_path):
    few = FigureFile.write(tmp_path / "figures.sqlite", made_book()).under("county.share")
    assert [figure.name for figure in few] == ["facts.unit.u00.heads", "facts.unit.u01.heads", "county.share"]


def test_of_a_crowd_only_the_party_asked_for_is_told_by_its_own_figure(tmp_path):
    written = FigureFile.write(tmp_path / "figures.sqlite", made_book())
    few = written.under("unit.u03.place", own="facts.unit.u03.")
    assert [figure.name for figure in few.under("facts.unit")][:1]
    amounts = few["unit.u03.place"].inputs["amounts"]
    assert amounts.inputs["u03"].source == Source("roll", "heads", {"unit_id": "u03"})
    assert amounts.inputs["u04"].source is None
    assert recompute(few["unit.u03.place"]) == few["unit.u03.place"].value
    assert few.get("unit.u04.place") is None


def test_the_same_book_gives_the_same_bytes(tmp_path):
    first, second = (FigureFile.write(tmp_path / name, made_book()).path for name in ("a.sqlite", "b.sqlite"))
    assert first.read_bytes() == second.read_bytes()


def test_the_weakest_grade_is_kept_where_what_it_came_from_was_not_read(tmp_path):
    assumed = Figure("parameter.x", 3, "count", "parameter", written="3")
    book = Book([assumed])
    few = FigureFile.write(tmp_path / "figures.sqlite", book).under("parameter.")
    assert few.grade("parameter.x") == book.grade("parameter.x")
