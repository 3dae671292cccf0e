"""Making a twin: the same bytes every time, the scale asked for, and sensible refusals."""

import hashlib
from importlib.resources import files

import pytest

from fenming.facts.twin import load_profile, make_twin
from fenming.kernel import BadInput


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_same_arguments_give_the_same_bytes(suixi, tmp_path):
    for name in ("one", "two"):
        make_twin(suixi, tmp_path / name, "0.001", seed=5)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_making_again_in_the_same_folder_replaces_the_earlier_twin(suixi, tmp_path):
    make_twin(suixi, tmp_path, "0.001", seed=5)
    first = digests(tmp_path)
    make_twin(suixi, tmp_path, "0.001", seed=6)
    assert first["setl_d_202401.csv"] != digests(tmp_path)["setl_d_202401.csv"]
    make_twin(suixi, tmp_path, "0.001", seed=5)
    assert digests(tmp_path) == first


def test_progress_is_told_stage_by_stage_to_the_end(suixi, tmp_path):
    told = []
    make_twin(suixi, tmp_path, "0.001", 1, lambda *step: told.append(step))
    stages = {stage: (done, steps) for stage, done, steps in told}
    assert len(stages) == 4
    assert all(done == steps for done, steps in stages.values())


@pytest.mark.parametrize("scale", ["0", "2", "0.0001", "half", "1/0"])
def test_a_scale_out_of_range_is_refused_with_a_remedy(suixi, tmp_path, scale):
    with pytest.raises(BadInput, match=r"from 0\.001 to 1"):
        make_twin(suixi, tmp_path, scale, seed=1)


def test_a_folder_with_other_files_is_left_alone(suixi, tmp_path):
    (tmp_path / "mine.csv").write_text("setl_id\n")
    with pytest.raises(BadInput, match="not empty"):
        make_twin(suixi, tmp_path, "0.001", seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_an_unknown_profile_is_refused_by_name(tmp_path):
    with pytest.raises(BadInput, match="no county profile 'atlantis'"):
        load_profile("atlantis")
    with pytest.raises(BadInput, match="cannot be read"):
        load_profile(str(tmp_path / "none.yaml"))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("share: 14%", "share: plenty", "households.0.share"),
        ("residents: 912000", "residents: many", "residents"),
        ("{place: city, share: 7%", "{place: moon, share: 7%", "moon"),
        ('region: "340621"\nyear', "year", "region"),
        ("year: 2024", "year: 2024\nmayor: nobody", "mayor"),
        ("id: suixi", "id: [", "not readable YAML"),
    ],
)
def test_a_broken_profile_is_refused_with_the_field_and_the_file(tmp_path, before, after, words):
    path = tmp_path / "county.yaml"
    path.write_text(shipped_text().replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_profile(str(path))
    assert words in str(refused.value)
    assert str(path) in str(refused.value)


def test_any_county_can_be_made_from_its_own_profile(tmp_path):
    text = (
        shipped_text()
        .replace('region: "340621"', 'region: "341221"')
        .replace("340621T", "341221T")
        .replace("id: suixi", "id: other")
    )
    path = tmp_path / "other.yaml"
    path.write_text(text.replace("heads: 564681", "heads: 100000"), encoding="utf-8")
    summary = make_twin(load_profile(str(path)), tmp_path / "made", "0.002", seed=1)
    assert summary.profile == "other"
    assert summary.figures["insured.people"] == 200
    assert (tmp_path / "made" / "setl_d_202401.csv").read_text().splitlines()[1].startswith("S341221")


def test_a_year_whose_benefits_were_never_seen_is_refused_by_the_packs_own_words(tmp_path):
    path = tmp_path / "later.yaml"
    path.write_text(shipped_text().replace("year: 2024", "year: 2025"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"benefits\.resident\.inpatient"):
        make_twin(load_profile(str(path)), tmp_path / "made", "0.001", seed=1)
    assert not (tmp_path / "made").exists()


def shipped_text() -> str:
    return (files("fenming.facts.twin") / "profiles" / "suixi.yaml").read_text("utf-8")
