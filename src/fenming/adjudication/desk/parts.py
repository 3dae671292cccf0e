"""Adjudication in parts: ranges of whole persons, judged here or by a cluster's workers, in one order and with one result."""

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from uuid import uuid4

import pyarrow.parquet as pq

import fenming
from fenming.adjudication.desk.desk import ROWS, Desk, Progress, payment_writer
from fenming.adjudication.desk.order import Order
from fenming.adjudication.desk.sources import Sources
from fenming.adjudication.desk.summary import Summary
from fenming.adjudication.plan.engine import PACKAGES
from fenming.engines.machine import source_digest
from fenming.engines.persons import Persons, cut
from fenming.kernel import BadInput
from fenming.kernel.language import _

LOCAL = "local"
WORK = (*PACKAGES, "adjudication.desk", "engines")  # the code that must be alike wherever bills are judged
PART_ROWS = 1_000_000  # bills of a part, about: seconds of work, and what is known of its persons fits in any memory


@dataclass(frozen=True)
class Parts:
    """All bills of `sources` in ranges of whole persons; `folder` is where workers put the payments of a range.

    Parts and the ranges within them are the same wherever they are judged, so the joined file has the same bytes.
    """

    sources: Sources
    ranges: tuple[Persons, ...]
    folder: Path

    @classmethod
    def of(cls, sources: Sources, out_path: Path, rows: int = PART_ROWS) -> "Parts":
        """Parts of about `rows` bills for the table `out_path`, beside which the parts of a cluster will stand."""
        return cls(sources, tuple(cut(sources.bills, rows)), out_path.with_name(out_path.name + ".parts"))

    @cached_property
    def source(self) -> str:
        """Fingerprint of the code that judges: the same on every worker."""
        return source_digest(WORK)

    def path(self, part: int) -> Path:
        """Where the payments of a part stand when they are whole."""
        return self.folder / f"{part:06d}.parquet"

    def judged(self, engine: str, writer: pq.ParquetWriter, progress: Progress) -> Summary:
        """Judge every bill on `engine`, `local` or a cluster's address, and write all payments in order."""
        work = self._here if engine == LOCAL else partial(self._by_workers, engine)
        return work(writer, progress)

    def _here(self, writer: pq.ParquetWriter, progress: Progress) -> Summary:
        """Judge every part in this process, as many ranges at a time as it has processors."""
        return Desk().work(self.sources.bundles(self.ranges, ROWS), writer, progress)

    def _by_workers(self, cluster: str, writer: pq.ParquetWriter, progress: Progress) -> Summary:
        """Let the workers of `cluster` judge the parts, and join what they wrote. The parts are removed in any case."""
        from fenming.engines.spark import answers

        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        assert self.source, "travels with the parts"
        arrived = self._arrivals(progress)
        try:
            summaries = answers(cluster, partial(judge_part, self), len(self.ranges), lambda: next(arrived))
            next(arrived)
            return self._joined(summaries, writer)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _arrivals(self, progress: Progress) -> Iterator[None]:
        """At each step, tell of the bills in parts that became whole since the last."""
        missing = set(range(len(self.ranges)))
        while True:
            for part in sorted(missing):
                if self.path(part).exists():
                    missing.remove(part)
                    progress(pq.read_metadata(self.path(part)).num_rows)
            yield

    def _joined(self, summaries: list[Summary], writer: pq.ParquetWriter) -> Summary:
        whole, order = Summary(), Order()
        for part, summary in enumerate(summaries):
            whole.join(summary)
            with pq.ParquetFile(self.path(part)) as judged:
                for group in range(judged.num_row_groups):
                    payments = judged.read_row_group(group)
                    order.follow(payments["row"].to_numpy())
                    writer.write_table(payments)
        return whole


def judge_part(parts: Parts, part: int) -> Summary:
    """Judge one part on a worker. Its file appears whole or not at all, so that doing a part twice does no harm.

    Raises BadInput for a worker that runs other code than the driver, or that does not see the files.
    """
    _check_worker(parts)
    unfinished = parts.folder / f".{part:06d}-{uuid4().hex}"
    try:
        with payment_writer(unfinished) as writer:
            summary = Desk(hands=1).work(parts.sources.bundles([parts.ranges[part]], ROWS), writer, lambda _bills: None)
        unfinished.replace(parts.path(part))
    finally:
        unfinished.unlink(missing_ok=True)
    return summary


def _check_worker(parts: Parts) -> None:
    if parts.source != source_digest(WORK):
        raise BadInput(
            "engine.other_code",
            _("a worker has another Fenming than this machine"),
            _("{host}: Fenming {version}").format(host=socket.gethostname(), version=fenming.__version__),
            _("bills judged by different code could be paid differently"),
            _("install the same Fenming on every worker and on this machine"),
        )
    unseen = [str(path) for path in (*parts.sources.files, parts.folder) if not path.exists()]
    if unseen:
        raise BadInput(
            "engine.storage_not_shared",
            _("a worker does not see {paths}").format(paths=", ".join(unseen)),
            socket.gethostname(),
            _("workers read bills and write payments under the same paths as this machine"),
            _("put the workspace on storage that is mounted at the same path on every machine"),
        )
