"""Measurements at scales that no test reaches; all data here is synthetic and of nobody."""
