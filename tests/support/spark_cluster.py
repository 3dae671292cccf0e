"""A standalone Spark cluster or a Spark Connect server on this machine, started from PySpark's own programs."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE_SECONDS = 60
HOST = "127.0.0.1"


def needs_spark(java: str | None) -> None:
    """Skip the test where PySpark or Java is missing."""
    pytest.importorskip("pyspark", reason="PySpark is not installed: FENMING_EXTRAS=spark scripts/setup")
    if java is None:
        pytest.skip("there is no Java on this machine: apt-get install openjdk-17-jre-headless")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@dataclass
class Started:
    """One program with all it starts, and what it writes."""

    process: subprocess.Popen
    log: Path

    @classmethod
    def begin(cls, log: Path, program: str, *given: str) -> "Started":
        import pyspark

        home = Path(pyspark.__file__).parent
        environment = os.environ | {
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": HOST,
            "PYSPARK_PYTHON": sys.executable,
        }
        with log.open("wb") as out:
            process = subprocess.Popen(
                [home / "bin" / program, *given], env=environment, stdout=out, stderr=out, start_new_session=True
            )
        return cls(process, log)

    def wait_for(self, words: str) -> None:
        """Until the program has written `words`."""
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in self.log.read_text("utf8", "replace"):
            assert self.process.poll() is None, self.log.read_text("utf8", "replace")
            assert time.monotonic() < end, self.log.read_text("utf8", "replace")
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill it and every process it started, all at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Cluster:
    """A master and its workers; each worker keeps one folder for every application it works for."""

    url: str
    workers: Sequence[Started]
    folders: Sequence[Path]


@contextmanager
def standalone(folder: Path, workers: int) -> Iterator[Cluster]:
    """A master with so many workers of one core each."""
    port = free_port()
    url = f"spark://{HOST}:{port}"
    master_class = "org.apache.spark.deploy.master.Master"
    started = [
        Started.begin(
            folder / "master.log",
            "spark-class",
            master_class,
            *("--host", HOST),
            *("--port", str(port), "--webui-port", "0"),
        )
    ]
    folders = [folder / f"worker-{number}" for number in range(workers)]
    try:
        started[0].wait_for("I have been elected leader")
        for place in folders:
            place.mkdir()
            started.append(_worker(place, url))
        for worker in started[1:]:
            worker.wait_for("Successfully registered with master")
        yield Cluster(url, started[1:], folders)
    finally:
        for one in started:
            one.kill()


def _worker(folder: Path, url: str) -> Started:
    size = ("--host", HOST, "--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", str(folder))
    return Started.begin(folder / "worker.log", "spark-class", "org.apache.spark.deploy.worker.Worker", *size, url)


@contextmanager
def connect_server(folder: Path) -> Iterator[str]:
    """The address of a Spark Connect server that works on this machine."""
    port = free_port()
    settings = {
        "spark.connect.grpc.binding.port": str(port),
        "spark.connect.grpc.binding.address": HOST,
        "spark.ui.enabled": "false",
    }
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    server = "org.apache.spark.sql.connect.service.SparkConnectServer"
    started = Started.begin(
        folder / "server.log", "spark-submit", "--master", "local[2]", *given, "--class", server, "spark-internal"
    )
    try:
        started.wait_for("Spark Connect server started at")
        yield f"sc://{HOST}:{port}"
    finally:
        started.kill()
