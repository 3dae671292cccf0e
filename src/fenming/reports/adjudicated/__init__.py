"""Judged bills as users read them: one row per bill, what differs from the platform, what changed since last time."""
