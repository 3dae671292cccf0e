"""Weights, points and rates of diagnosis-related groups, case by case."""
