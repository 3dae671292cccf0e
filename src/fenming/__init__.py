"""Fenming 分明: every fen of a county medical consortium, accounted for and explained."""

__version__ = "0.1.0"
