"""`fenming care`: what primary care does and earns; its commands stand in modules of their own."""

import typer

from fenming.cli.app import app
from fenming.kernel.language import _

care = typer.Typer(
    no_args_is_help=True,
    help=_("Primary care: work points, public-health money, contracts, chronic patients, referrals, deaths."),
)
app.add_typer(care, name="care")
