"""Policy packs: load, check and select them by day; every value with its clause and grade."""

from fenming.policy.load import WARNINGS, check_pack, load_pack, pack_names
from fenming.policy.models import DocumentText, LabelText
from fenming.policy.pack import Pack, Policy
from fenming.policy.parameter import Parameter, Version

__all__ = [
    "WARNINGS",
    "DocumentText",
    "LabelText",
    "Pack",
    "Parameter",
    "Policy",
    "Version",
    "check_pack",
    "load_pack",
    "pack_names",
]
