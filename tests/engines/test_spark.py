"""The same bills judged here and by Spark: the same bytes, also when a worker is killed; and what is said when it cannot be."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from benchmarks.synthetic_bills import make_bills
from tests.support.spark_cluster import connect_server, needs_spark, standalone

from fenming.adjudication.desk.desk import payment_writer
from fenming.adjudication.desk.parts import LOCAL, Parts, judge_part
from fenming.adjudication.desk.run import sources_of
from fenming.adjudication.desk.sources import Sources
from fenming.adjudication.desk.summary import Summary
from fenming.engines import spark
from fenming.kernel import BadInput
from fenming.policy import load_pack

BILLS, PART_ROWS = 60_000, 2_000
JAVA = shutil.which("java", path=os.environ.get("JAVA_HOME", "") + "/bin") or shutil.which("java")


@dataclass(frozen=True)
class Judged:
    """What came of it: the file, the summary, and the bills of each step of progress."""

    path: Path
    summary: Summary
    told: list[int]


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> Sources:
    """Synthetic bills of nobody, with the shipped rules."""
    bills, chronic = make_bills(tmp_path_factory.mktemp("bills"), BILLS)
    return sources_of([bills], load_pack("cn/ah/340621"), (date(2024, 1, 1), date(2024, 12, 31)), [chronic], ())


@pytest.fixture(scope="module")
def here(sources, tmp_path_factory) -> Judged:
    return judged(sources, tmp_path_factory.mktemp("here") / "out.parquet", LOCAL)


def judged(sources: Sources, path: Path, engine: str, then=None) -> Judged:
    """Judge on `engine`; `then` is called at the first progress."""
    told = []

    def tell(bills: int) -> None:
        if then and not told:
            then()
        told.append(bills)

    with payment_writer(path) as writer:
        summary = Parts.of(sources, path, PART_ROWS).judged(engine, writer, tell)
    return Judged(path, summary, told)


def assert_same(there: Judged, here: Judged) -> None:
    assert there.path.read_bytes() == here.path.read_bytes()
    assert pq.read_metadata(there.path).num_rows == sum(there.told) == BILLS
    for name in ("bills", "persons", "total_fen", "eligible_fen", "totals", "reasons", "differences"):
        assert getattr(there.summary, name) == getattr(here.summary, name), name
    assert [path.name for path in there.path.parent.iterdir() if "out" in path.name] == ["out.parquet"]


@pytest.mark.slow
def test_spark_on_this_machine_gives_the_same_bytes(sources, here, tmp_path):
    needs_spark(JAVA)
    there = judged(sources, tmp_path / "out.parquet", "local[2]")
    assert len(there.told) > 20
    assert_same(there, here)


@pytest.mark.slow
def test_what_is_wrong_with_the_bills_is_said_as_here_and_not_tried_again(sources, tmp_path):
    needs_spark(JAVA)
    bills = pq.read_table(sources.bills[0])
    place = bills.column_names.index("level")
    wrong = bills.set_column(place, "level", [[9] * bills.num_rows])
    pq.write_table(wrong, tmp_path / "bill.parquet", row_group_size=5_000)
    asked = replace(sources, bills=(tmp_path / "bill.parquet",))
    for engine in (LOCAL, "local[2]"):
        with pytest.raises(BadInput, match=r"a bill has the level code .* · bill\.level") as refused:
            judged(asked, tmp_path / "out.parquet", engine)
        assert refused.value.findings[0].code == "adjudication.unknown_code"
    assert not (tmp_path / "out.parquet.parts").exists()


@pytest.mark.slow
def test_what_a_user_set_for_spark_counts_before_what_is_set_here(tmp_path):
    needs_spark(JAVA)
    (tmp_path / "spark-defaults.conf").write_text("spark.log.level FATAL\n")
    code = """
from fenming.engines.spark import session
with session("local[1]") as spark:
    settings = spark.sparkContext.getConf()
    print(settings.get("spark.log.level"), settings.get("spark.ui.enabled"))
"""
    environment = os.environ | {"SPARK_CONF_DIR": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (said.stdout, said.stderr) == ("FATAL false\n", "")


@pytest.mark.slow
def test_a_cluster_of_which_a_worker_is_killed_gives_the_same_bytes(sources, here, tmp_path):
    needs_spark(JAVA)
    with standalone(tmp_path, workers=2) as cluster:
        there = judged(sources, tmp_path / "out.parquet", cluster.url, then=cluster.workers[0].kill)
        worked = [list(folder.glob("app-*/*/stderr")) for folder in cluster.folders]
    assert all(worked), "both workers were at work"
    assert_same(there, here)


@pytest.mark.slow
def test_spark_connect_gives_the_same_bytes(sources, here, tmp_path):
    needs_spark(JAVA)
    marks = {name for name in os.environ if name.startswith("SPARK")}
    with connect_server(tmp_path) as url:
        there = judged(sources, tmp_path / "out.parquet", url)
    assert_same(there, here)
    assert {name for name in os.environ if name.startswith("SPARK")} == marks, "a later session may be of another kind"


@pytest.mark.slow
def test_a_cluster_is_what_is_asked_for_whatever_the_environment_names(sources, here, tmp_path, monkeypatch):
    needs_spark(JAVA)
    monkeypatch.setenv("SPARK_REMOTE", "sc://127.0.0.1:1")
    monkeypatch.setenv("SPARK_CONNECT_MODE_ENABLED", "1")
    assert_same(judged(sources, tmp_path / "out.parquet", "local[2]"), here)
    assert os.environ["SPARK_REMOTE"] == "sc://127.0.0.1:1"


def test_a_part_done_twice_is_the_same_part(sources, tmp_path):
    parts = Parts.of(sources, tmp_path / "out.parquet", PART_ROWS)
    parts.folder.mkdir()
    once = judge_part(parts, 3)
    bytes_once = parts.path(3).read_bytes()
    again = judge_part(parts, 3)
    assert (once.totals, parts.path(3).read_bytes()) == (again.totals, bytes_once)
    assert [path.name for path in parts.folder.iterdir()] == ["000003.parquet"]


def test_a_worker_with_other_code_or_without_the_files_is_refused(sources, tmp_path):
    parts = Parts.of(sources, tmp_path / "out.parquet", PART_ROWS)
    with pytest.raises(BadInput, match=r"a worker does not see .*out.parquet.parts"):
        judge_part(parts, 0)
    parts.__dict__["source"] = "of another version"
    with pytest.raises(BadInput, match="a worker has another Fenming than this machine"):
        judge_part(parts, 0)


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ("hadoop", "there is no engine hadoop · --engine · an engine is: local"),
        ("local[", "there is no engine"),
        ("spark://127.0.0.1:1", "nothing answers at spark://127.0.0.1:1 · --engine"),
        ("sc://127.0.0.1:1/;user_id=me", "check that the master is running, its address and port"),
    ],
)
def test_a_cluster_that_is_none_or_does_not_answer_is_named(sources, tmp_path, engine, words):
    with pytest.raises(BadInput, match=words.replace("[", r"\[")):
        judged(sources, tmp_path / "out.parquet", engine)


def test_a_machine_without_java_or_pyspark_is_told_what_to_install(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadInput, match="there is no Java on this machine"), spark.session("local[1]"):
        pass
    monkeypatch.setenv("JAVA_HOME", "/usr")
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(BadInput, match=r"pip install 'fenming\[spark\]'"), spark.session("local[1]"):
        pass


def test_a_worker_without_fenming_can_still_say_so(tmp_path):
    needs_spark(JAVA)
    from pyspark.cloudpickle import dumps

    packed = spark.task(b"cfenming.adjudication.parts\njudge_part\n.")
    (tmp_path / "task").write_bytes(dumps(packed))
    worker = """
import pickle, sys
import pyarrow
sys.modules["fenming"] = None
task = pickle.load(open(sys.argv[1], "rb"))
(answered,) = task(iter([pyarrow.RecordBatch.from_pydict({"id": [7]})]))
kind, (host, python, why) = pickle.loads(answered["answer"][0].as_py())
print(answered["part"][0], kind, python == sys.executable, why)
"""
    said = subprocess.run([sys.executable, "-c", worker, tmp_path / "task"], capture_output=True, text=True)
    assert said.stdout.startswith("7 missing True No module named 'fenming"), said.stderr


def test_spark_is_imported_only_when_a_cluster_is_asked_for():
    code = "import sys, fenming.cli, fenming.engines.spark; print([name for name in sys.modules if 'pyspark' in name])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
