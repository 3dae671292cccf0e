"""What can go wrong with a cluster, in the words of a person who has to put it right."""

import re
from collections.abc import Sequence
from pathlib import Path

from fenming.kernel import BadInput
from fenming.kernel.language import _

TOLD = 300  # characters of Spark's own words
CAUSE = re.compile(r"^(?:Caused by: )?((?:[\w$]+\.)*[A-Z]\w*(?:Exception|Error)): *(.+)")
TELLING = re.compile(r"exception|error|must be set|refused|unsupported", re.IGNORECASE)


def missing_library(why: ImportError) -> BadInput:
    """PySpark is not installed here."""
    return BadInput(
        "engine.no_spark",
        _("Fenming cannot reach a cluster: PySpark is not installed"),
        "--engine",
        str(why),
        _("install Fenming with its part for clusters: pip install 'fenming[spark]' (in a checkout: {setup})").format(
            setup="FENMING_EXTRAS=spark scripts/setup"
        ),
    )


def missing_java() -> BadInput:
    """There is no Java here, which every kind of cluster but Spark Connect needs."""
    return BadInput(
        "engine.no_java",
        _("Fenming cannot reach a cluster: there is no Java on this machine"),
        "--engine",
        _("neither JAVA_HOME nor the PATH leads to java"),
        _(
            "install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless), or use Spark Connect: sc://HOST:PORT"
        ),
    )


def missing_on_worker(host: str, python: str, why: str) -> BadInput:
    """A worker's Python has no Fenming, or lacks something that it needs."""
    return BadInput(
        "engine.worker_without_fenming",
        _("a worker cannot judge bills: {why}").format(why=why),
        _("{host}, {python}").format(host=host, python=python),
        _("workers run the same Python environment as this machine, and this one does not have it"),
        _("install Fenming on every worker, or hand it over as docs/spark.md says, and let PYSPARK_PYTHON lead to it"),
    )


def failed(url: str, why: Exception, log: Path) -> BadInput:
    """The cluster gave up, for a reason that it tells in its own words."""
    return BadInput(
        "engine.failed",
        _("the cluster {engine} did not do the work").format(engine=url),
        str(log) if log.exists() else url,
        told(str(why).splitlines() + last_lines(log)),
        _("put right what is said here and run again; nothing was changed, and parts already done are done anew"),
    )


def told(lines: Sequence[str]) -> str:
    """The line of Spark's messages that says most: the innermost cause, or the last that tells of an error."""
    causes = [f"{found[1].rpartition('.')[2]}: {found[2]}" for line in lines if (found := CAUSE.match(line.strip()))]
    telling = [line.strip() for line in lines if TELLING.search(line)]
    return next(iter([*causes[-1:], *telling[-1:], *lines[:1], "–"]))[:TOLD]


def last_lines(log: Path, count: int = 60) -> list[str]:
    """The end of what Spark wrote into its log; nothing where there is no log."""
    return log.read_text("utf-8", "replace").splitlines()[-count:] if log.exists() else []
