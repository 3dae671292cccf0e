"""Import: stage each file, settle all facts, and name the new facts in one step."""

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import THREADS, connect
from fenming.facts.intake.clean import define_macros
from fenming.facts.intake.mapping import Mapping, read_mapping
from fenming.facts.intake.pseudonym import read_key
from fenming.facts.intake.recognise import recognise
from fenming.facts.intake.report import ImportReport, quality
from fenming.facts.intake.settle import Progress, settle_facts
from fenming.facts.intake.source import Source, open_sources
from fenming.facts.intake.stage import Batch, batch_id, stage
from fenming.facts.workspace import Workspace, replace_text
from fenming.kernel.finding import BadInput, Finding
from fenming.kernel.language import _

_MEMORY_LIMIT = "3GB"  # of the engine: blocks being read and tables being written need as much as half of it beside


@dataclass(frozen=True, slots=True)
class _Import:
    workspace: Workspace
    connection: duckdb.DuckDBPyConnection
    mapping: Mapping
    fingerprint: str
    known: dict[str, Batch]


def import_files(
    workspace: Workspace,
    paths: Iterable[Path | str],
    *,
    mapping: Path | None = None,
    key_file: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring files into the workspace: all of them or, where one cannot be read at all, none.

    Rows that are not right are set aside in quarantine, each with its reason; everything else is settled into
    the canonical tables anew. The same file read again in another way (with another mapping, by a newer Fenming)
    takes the place of what was read before. `progress(stage, done, total)` is told where the work is. Raises BadInput.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    chosen = read_mapping(mapping) if mapping else Mapping()
    with workspace.alone():
        workspace.sweep()
        key, fingerprint = read_key(workspace, key_file)
        known = {batch["id"]: Batch(**batch) for batch in workspace.manifest()["batches"]}
        with connect(workspace.temporary, _MEMORY_LIMIT, THREADS) as connection:
            define_macros(connection, key, fingerprint.split(":")[0])
            work = _Import(workspace, connection, chosen, fingerprint, known)
            batches = _stage_all(work, [Path(path) for path in paths], tell)
            report = _settle(work, batches, tell)
        workspace.sweep()
        return report


def withdraw_files(workspace: Workspace, batch_ids: Iterable[str], *, key_file: Path | None = None) -> ImportReport:
    """Take imported files out again, so that corrected ones can take their place; all facts are settled without them.

    Raises BadInput for a batch that is not in the workspace.
    """
    gone = set(batch_ids)
    with workspace.alone():
        workspace.sweep()
        key, fingerprint = read_key(workspace, key_file)
        known = {batch["id"]: Batch(**batch) for batch in workspace.manifest()["batches"]}
        if unknown := gone - set(known):
            raise BadInput(
                "batch.unknown",
                what=_("no imported file has the id {ids}").format(ids=", ".join(sorted(unknown))),
                where=str(workspace.folder),
                remedy=_("take the id from the list of imported files"),
            )
        kept = {identity: batch for identity, batch in known.items() if identity not in gone}
        with connect(workspace.temporary, _MEMORY_LIMIT, THREADS) as connection:
            define_macros(connection, key, fingerprint.split(":")[0])
            report = _settle(
                _Import(workspace, connection, Mapping(), fingerprint, kept), [], lambda _stage, _done, _total: None
            )
        workspace.sweep()
        return report


def _stage_all(work: _Import, paths: Sequence[Path], tell: Progress) -> list[Batch]:
    """Stage the files, two at a time, and give their batches in the order of the files."""
    batches: list[Batch] = []
    failures: list[Finding] = []
    with ThreadPoolExecutor(THREADS) as pool:
        submitted = [pool.submit(copy_context().run, _stage_file, work, path) for path in paths]  # keeps the language
        for place, staged in enumerate(submitted):
            tell("read", place, len(paths))
            try:
                batches.extend(staged.result())
            except BadInput as bad:
                failures.extend(bad.findings)
    if failures:
        raise BadInput(findings=tuple(failures))
    tell("read", len(paths), len(paths))
    return list({batch.id: batch for batch in batches}.values())


def _stage_file(work: _Import, path: Path) -> list[Batch]:
    """Batches of one file; a workbook's further sheets may be something else, but one must be known."""
    sources = open_sources(path)
    matches, failures = [], []
    for source in sources:
        try:
            matches.append((source, recognise(source, work.mapping)))
        except BadInput as bad:
            failures.append(bad)
    if not matches:
        raise failures[0]
    return [_stage_source(work, source, match) for source, match in matches]


def _stage_source(work: _Import, source: Source, match: Any) -> Batch:
    identity = batch_id(source, work.mapping, work.fingerprint)
    if identity in work.known:
        return work.known[identity]
    with work.connection.cursor() as cursor:
        return stage(cursor, source, match, work.mapping, (identity, work.workspace.facts))


def _settle(work: _Import, batches: list[Batch], tell: Progress) -> ImportReport:
    fresh = tuple(batch for batch in batches if batch.id not in work.known)
    known = tuple(batch for batch in batches if batch.id in work.known)
    read_anew = {batch.content for batch in fresh}
    everything = [*(batch for batch in work.known.values() if batch.content not in read_anew), *fresh]
    entries = settle_facts(work.workspace, work.connection, everything, tell)
    facts = work.workspace.facts
    remarks = [Finding(**finding) for entry in entries.values() for finding in entry["findings"]]
    findings = quality([facts / entry["quarantine"] for entry in entries.values()], remarks)
    manifest = {
        "key": work.fingerprint,
        "tables": entries,
        "batches": [batch.as_dict() for batch in everything],
        "findings": [finding.as_dict() for finding in findings],
    }
    replace_text(facts / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    tables = {name: {"accepted": entry["rows"], "quarantined": entry["quarantined"]} for name, entry in entries.items()}
    return ImportReport(fresh, known, tables, findings)
