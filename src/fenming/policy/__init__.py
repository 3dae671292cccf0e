"""Policy packs: load, check and select them by day; every value with its clause and grade."""

from fenming.policy.cards import Card
from fenming.policy.load import check_pack, load_pack, pack_names
from fenming.policy.models import DocumentText, LabelText
from fenming.policy.pack import Pack, Policy
from fenming.policy.parameter import Parameter, Version
from fenming.policy.scheme_items import SchemeItem
from fenming.policy.schemes import Scheme
from fenming.policy.severity import severity

__all__ = [
    "Card",
    "DocumentText",
    "LabelText",
    "Pack",
    "Parameter",
    "Policy",
    "Scheme",
    "SchemeItem",
    "Version",
    "check_pack",
    "load_pack",
    "pack_names",
    "severity",
]
