"""`fenming bench`: each stage beside a yardstick, on this machine."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from fenming.cli.app import app
from fenming.cli.choosing import JsonOption, example
from fenming.cli.console import err, show_json, show_table
from fenming.kernel import format_ppm
from fenming.kernel.language import _


@app.command(
    help=_("Time each stage beside a yardstick in the same process: ratio, rows a second, peak memory."),
    epilog=example("fenming bench --scale 0.1"),
)
def bench(
    scale: Annotated[str, typer.Option(help=_("size of the synthetic county, from 0.001 to 1"))] = "1",
    folder: Annotated[Path | None, typer.Option(help=_("where to work; a temporary folder when not given"))] = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.year.bench import bench as measure

    with TemporaryDirectory(dir=folder) as work:
        timings = measure(
            Path(work), scale, lambda timing: err.print(f"{timing.stage}: {timing.milliseconds:,} ms", markup=False)
        )
    if as_json:
        show_json([timing.as_dict() for timing in timings])
        return
    rows = [
        [
            timing.stage,
            f"{timing.milliseconds:,}",
            f"{timing.rows_per_second:,}",
            f"{timing.peak_mib:,}",
            format_ppm(timing.ratio_ppm // 10_000 * 10_000) if timing.ratio_ppm else "–",
            timing.yardstick,
        ]
        for timing in timings
    ]
    headings = [_("stage"), _("milliseconds"), _("rows a second"), _("peak MiB"), _("of the yardstick"), _("yardstick")]
    show_table(_("Measured on this machine; shared machines are noisy, so compare ratios"), headings, rows)
