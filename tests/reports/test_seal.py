"""A sealed run proves itself without a workspace, and whatever is changed in it is told with where and why."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.reports.county_run import COUNTY, make_run
from tests.support.small_run import small_run

from fenming.kernel import BadInput
from fenming.policy import load_pack
from fenming.reports.run_folder import RunFolder
from fenming.reports.seal import SUMS, enclose_pack, seal, sums_of
from fenming.reports.verify import Verified, verify

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "run.zip"
    seal(small_run(), path)
    return path


def contents(path: Path) -> Files:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


def resealed(files: Files) -> Files:
    """What a careful forger hands in: digests of manifest and list made to fit the changed files."""
    files = {name: content for name, content in files.items() if name != SUMS}
    manifest = json.loads(files["manifest.json"])
    manifest["sha256"] = {name: hashlib.sha256(files[name]).hexdigest() for name in manifest["sha256"]}
    files["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    return files | {SUMS: sums_of(files)}


def failing(verified: list[Verified]) -> set[str]:
    for one in verified:
        for finding in one.findings:
            assert finding.what
            assert finding.where or finding.why
            assert finding.remedy
    return {one.name for one in verified if not one.holds}


def one_fen_more(content: bytes, column: str) -> bytes:
    """The table with one fen more in its first row."""
    table = pq.read_table(pa.BufferReader(content))
    first = pa.array([1] + [0] * (table.num_rows - 1), pa.int64())
    place = table.column_names.index(column)
    sink = pa.BufferOutputStream()
    pq.write_table(table.set_column(place, column, pc.add(table[column], first)), sink)
    return sink.getvalue().to_pybytes()


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return change


def figure_changed(name: str, key: str, value: object) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        rows = json.loads(content)
        assert rows[name][key] != value
        rows[name][key] = value
        lines = (
            f"{json.dumps(one)}:{json.dumps(row, ensure_ascii=False, separators=(',', ':'))}"
            for one, row in rows.items()
        )
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()

    return change


def test_a_run_folder_and_its_bundle_hold_in_everything(bundle: Path) -> None:
    assert failing(verify(bundle)) == set()
    assert failing(verify(small_run().folder)) == set()


def test_the_same_run_is_sealed_into_the_same_bytes_and_its_digest_is_checked(bundle: Path, tmp_path: Path) -> None:
    digest = seal(small_run(), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == bundle.read_bytes()
    assert failing(verify(bundle, digest=digest)) == set()
    assert failing(verify(bundle, digest="0" * 64)) == {"files"}


def test_a_bundle_holds_no_bill_and_no_person(bundle: Path) -> None:
    names = contents(bundle)
    tables = [name for name in names if not name.startswith("packs/")]
    assert not [name for name in tables if "adjudicated" in name or "/bill" in name or "/person" in name]
    assert {
        "tables/spend.parquet",
        "packs/0/cn/ah/340621/settlement/risk_corridor.yaml",
        "journal.jsonl",
    } <= names.keys()


def test_a_table_of_persons_is_refused(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    pq.write_table(pa.table({"person_id": [1], "fen": [5]}), folder / "tables" / "somebody.parquet")
    with pytest.raises(BadInput, match="person_id"):
        seal(RunFolder.open(folder), tmp_path / "run.zip")


def test_packs_that_have_moved_on_are_refused_unless_enclosed_in_the_run(tmp_path: Path) -> None:
    roots = tmp_path / "packs" / COUNTY / "settlement"
    roots.mkdir(parents=True)
    shipped = load_pack(COUNTY).files[f"{COUNTY}/settlement/team_split.yaml"][0].read_text("utf8")
    (roots / "team_split.yaml").write_text(
        shipped.replace("village: 7", "village: 6").replace("town: 2", "town: 3"), "utf8"
    )
    own = (tmp_path / "packs",)
    folder = make_run(tmp_path / "run", roots=own)
    with pytest.raises(BadInput, match="digest"):
        seal(RunFolder.open(folder), tmp_path / "run.zip")
    assert "packs" in failing(verify(folder))
    assert failing(verify(folder, roots=own)) == set()
    enclose_pack(load_pack(COUNTY, own), folder)
    seal(RunFolder.open(folder), tmp_path / "run.zip")
    assert failing(verify(folder)) == set()
    assert failing(verify(tmp_path / "run.zip")) == set()


PART = "settlement.unit.U001.general.part"
CHANGES: list[tuple[str, Callable[[bytes], bytes], set[str]]] = [
    ("figures.json", figure_changed(PART, "value", 1), {"figures", "splits", "again"}),
    ("figures.json", figure_changed(PART, "grade", "recorded"), {"figures"}),
    ("figures.json", figure_changed("budget.hand_over_ratio", "value", 980_000), {"parameters", "figures", "again"}),
    ("figures.json", figure_changed("budget.hand_over_ratio", "written", "98%"), {"parameters", "again"}),
    ("figures.json", figure_changed("facts.unit.U001.general_spend", "value", 5), {"tables", "figures", "again"}),
    ("journal.jsonl", replaced('"kind":"financing"', '"kind":"financed"'), {"journal"}),
    ("journal.jsonl", lambda content: content[: content.rindex(b"\n", 0, -1) + 1], {"journal", "again"}),
    ("checks.json", replaced('"left": 0', '"left": 1'), {"checks"}),
    ("manifest.json", replaced('"year": 2024', '"year": 2025'), {"identity"}),
    ("tables/spend.parquet", lambda content: one_fen_more(content, "pool_fen"), {"tables", "again"}),
    ("tables/roll.parquet", lambda content: one_fen_more(content, "heads"), {"tables", "again"}),
    ("tables/unit_history.parquet", lambda content: one_fen_more(content, "general_fen"), {"tables", "again"}),
    ("tables/process_score.parquet", lambda content: one_fen_more(content, "score_ppm"), {"tables"}),
    ("tables/assessment_score.parquet", lambda content: one_fen_more(content, "score_ppm"), {"tables"}),
    ("tables/share.parquet", lambda content: one_fen_more(content, "fen"), {"shares"}),
    (
        f"packs/0/{COUNTY}/settlement/team_split.yaml",
        replaced("village: 7", "village: 8"),
        {"packs", "parameters", "again"},
    ),
    (f"packs/0/{COUNTY}/settlement/team_split.yaml", replaced("label: ", "label:  "), {"packs"}),
]


@pytest.mark.parametrize(
    ("name", "change", "told"), CHANGES, ids=[f"{name}-{number}" for number, (name, _c, _t) in enumerate(CHANGES)]
)
def test_a_change_in_any_file_is_found_by_what_it_says_even_where_the_digests_were_made_to_fit(
    bundle: Path, tmp_path: Path, name: str, change: Callable[[bytes], bytes], told: set[str]
) -> None:
    files = contents(bundle)
    changed = files | {name: change(files[name])}
    assert changed[name] != files[name]
    forged = failing(verify(packed(tmp_path / "forged.zip", resealed(changed))))
    assert told <= forged


@pytest.mark.slow
def test_one_byte_in_every_kind_of_file_is_found(bundle: Path, tmp_path: Path) -> None:
    files = contents(bundle)
    kinds = {Path(name).suffix + name.split("/")[0]: name for name in files}
    for name in kinds.values():
        content = bytearray(files[name])
        content[len(content) // 2] ^= 1
        assert failing(verify(packed(tmp_path / "one.zip", files | {name: bytes(content)}))), name


def test_missing_and_added_files_are_found(bundle: Path, tmp_path: Path) -> None:
    files = contents(bundle)
    without = {name: content for name, content in files.items() if name != "findings.json"}
    assert "files" in failing(verify(packed(tmp_path / "without.zip", without)))
    assert "files" in failing(verify(packed(tmp_path / "more.zip", files | {"tables/new.parquet": b"x"})))


def test_a_changed_run_folder_is_found_and_not_raised(tmp_path: Path) -> None:
    for name, broken in (
        ("figures.json", b"{}"),
        ("journal.jsonl", b"x\n"),
        ("checks.json", b"["),
        ("tables/spend.parquet", b""),
    ):
        folder = tmp_path / name.replace("/", "-")
        shutil.copytree(small_run().folder, folder)
        (folder / name).write_bytes(broken)
        assert "files" in failing(verify(folder))


def test_a_bundle_cut_short_is_told_and_nothing_at_all_is_refused(bundle: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(bundle.read_bytes()[:5000])
    assert failing(verify(cut)) == {"files"}
    with pytest.raises(BadInput, match="run folder"):
        verify(tmp_path / "nothing")


def test_a_bundle_without_its_manifest_is_told_once_and_without_our_own_folders(bundle: Path, tmp_path: Path) -> None:
    files = {name: content for name, content in contents(bundle).items() if name != "manifest.json"}
    (told,) = verify(packed(tmp_path / "run.zip", files))
    (finding,) = told.findings
    assert (finding.code, finding.where) == ("verify.no_manifest", str(tmp_path / "run.zip"))


def test_a_changed_file_is_told_once(bundle: Path, tmp_path: Path) -> None:
    files = contents(bundle)
    files["figures.json"] += b"\n"
    changed = next(one for one in verify(packed(tmp_path / "run.zip", files)) if one.name == "files")
    assert [finding.where for finding in changed.findings] == ["figures.json"]
