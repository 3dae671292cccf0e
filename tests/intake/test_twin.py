"""The traps that the county twin sets are the rows that intake sets aside, no more and no fewer."""

import json
from collections import Counter

from fenming.facts.intake import import_files
from fenming.facts.twin import load_profile, make_twin
from fenming.facts.workspace import Workspace
from tests.intake.county import quarantined


def test_the_twins_traps_are_what_is_set_aside(tmp_path):
    make_twin(load_profile(), tmp_path / "twin", "0.005", 7)
    told = json.loads((tmp_path / "twin" / "twin.json").read_text("utf-8"))
    files = sorted(path for path in (tmp_path / "twin").iterdir() if path.suffix in (".csv", ".xlsx", ".parquet"))
    workspace = Workspace.create(tmp_path / "workspace")
    report = import_files(workspace, files)
    codes = Counter(code for (code,) in quarantined(workspace, "code"))
    traps, care = told["traps"], told["care_traps"]
    assert codes == Counter(
        {
            "duplicate": traps["repeated_row"] + told["list_traps"]["repeated_list"],
            "identity.2": traps["integer_cast"],
            "institution.unknown": traps["unknown_institution"],
            "refund.original_missing": traps["refund_without_original"],
            "person.unknown": care["unknown_person"],
            "reading.pressure": care["swapped_pressure"],
        }
    )
    assert workspace.is_synthetic
    assert {batch.file.rsplit(".", 1)[0]: batch.rows for batch in report.batches} == told["files"]
