"""Scores and point values of a diagnosis-intervention directory."""
