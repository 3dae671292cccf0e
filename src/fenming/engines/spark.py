"""A Spark cluster as an engine: work in numbered parts, each done by some worker, every answer back on this machine.

Spark knows only part numbers and answers; the parts' rows lie on storage that all machines share. PySpark is imported
when a session is begun and not before.
"""

import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from fenming.engines.address import check_reachable, is_connect, is_on_this_machine
from fenming.engines.spark_failure import failed, missing_java, missing_library, missing_on_worker
from fenming.kernel import BadInput
from fenming.kernel.language import choose_language, language

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

Work = Callable[[int], Any]
Task = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]
ANSWER = "part bigint, answer binary"
LOOK_SECONDS = 0.2
REMOTE_MARKS = ("SPARK_REMOTE", "SPARK_LOCAL_REMOTE", "SPARK_CONNECT_MODE_ENABLED")
SETTINGS = {
    "spark.app.name": "fenming",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.executor.memoryOverhead": "1g",  # on YARN and Kubernetes: the room of the Python workers
}
ON_THIS_MACHINE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def answers(url: str, work: Work, parts: int, look: Callable[[], None]) -> list[Any]:
    """What `work` gives for part 0, 1, … on the cluster at `url`; `look` is called here every moment while it runs.

    A part may be done more than once, even by two workers at the same time; `work` and its answers must be picklable.
    Raises BadInput for a cluster that cannot do it, and the BadInput or ArithmeticError that `work` itself raises.
    """
    packed = pickle.dumps(partial(_answer, work, language()))
    with session(url) as spark, ThreadPoolExecutor(1) as collecting:
        numbered = spark.range(0, parts, 1, parts).mapInArrow(task(packed), ANSWER)
        collected = collecting.submit(numbered.collect)
        try:
            while not collected.done():
                wait([collected], LOOK_SECONDS)
                look()
        except BaseException:
            spark.interruptAll()
            raise
        rows = collected.result()
    found = {row["part"]: pickle.loads(row["answer"]) for row in rows}  # noqa: S301 - written by our own workers
    return [_opened(*found[part]) for part in range(parts)]


def task(packed: bytes) -> Task:
    """What a worker does with part numbers. It travels by value, so that a worker without Fenming can say so."""

    def done(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import socket

        for batch in batches:
            for part in batch.column(0).to_pylist():
                try:
                    answer = pickle.loads(packed)(part)  # noqa: S301 - written by our own driver
                except ImportError as why:
                    answer = pickle.dumps(("missing", (socket.gethostname(), sys.executable, str(why))))
                yield pa.RecordBatch.from_pydict({"part": [part], "answer": [answer]})

    return done


def _answer(work: Work, chosen: str, part: int) -> bytes:
    """The answer of one part, or why there is none: what retrying cannot help is no failure of the worker."""
    choose_language(chosen)
    try:
        return pickle.dumps(("given", work(part)))
    except BadInput as refused:
        return pickle.dumps(("refused", refused.findings))
    except ArithmeticError as defect:
        return pickle.dumps(("defect", str(defect)))


def _opened(kind: str, content: Any) -> Any:
    if kind == "refused":
        raise BadInput(findings=content)
    if kind == "defect":
        raise ArithmeticError(content)
    if kind == "missing":
        raise missing_on_worker(*content)
    return content


@contextmanager
def session(url: str) -> Iterator["SparkSession"]:
    """A Spark session on the cluster at `url`, with quiet settings where the user has chosen none; ended on leaving.

    Raises BadInput when the cluster cannot be used, and when it fails at what is done with the session.
    """
    check_reachable(url)
    if not is_connect(url) and not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        raise missing_java()
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as why:
        raise missing_library(why) from None
    from py4j.protocol import Py4JError

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        with _only_as_asked():
            spark = SparkSession.builder.remote(url).getOrCreate() if is_connect(url) else SparkSession(_context(url))
            try:
                yield spark
            finally:
                spark.stop()
    except (PySparkException, Py4JError) as why:
        raise failed(url, why, log_path()) from None
    shutil.rmtree(log_path().parent, ignore_errors=True)


@contextmanager
def _only_as_asked() -> Iterator[None]:
    """PySpark marks the environment when it connects, and takes the marks for the user's wish: they end with the session."""
    kept = {name: os.environ.pop(name) for name in REMOTE_MARKS if name in os.environ}
    try:
        yield
    finally:
        for name in REMOTE_MARKS:
            os.environ.pop(name, None)
        os.environ.update(kept)


def _context(url: str) -> "SparkContext":
    """A new context in a Java program that writes into a log of its own and not into the user's terminal.

    The program is begun first, so that what the user set in spark-defaults.conf is known before anything is added.
    """
    from pyspark import SparkConf, SparkContext, java_gateway

    gateway = SparkContext._gateway  # noqa: SLF001 - the Java program of an earlier session goes on
    if gateway is None:
        launch: Any = java_gateway.launch_gateway
        log_path().parent.mkdir(exist_ok=True)
        with log_path().open("ab") as log:
            gateway = launch(None, {"stdout": log, "stderr": log})
    conf = SparkConf(_jvm=gateway.jvm).setMaster(url)
    for name, value in (SETTINGS | (ON_THIS_MACHINE if is_on_this_machine(url) else {})).items():
        conf.setIfMissing(name, value)
    return SparkContext(conf=conf, gateway=gateway)


@cache
def log_path() -> Path:
    """Where Spark's Java program on this machine writes to; removed when all went well."""
    return Path(tempfile.mkdtemp(prefix="fenming-spark-")) / "spark.log"
