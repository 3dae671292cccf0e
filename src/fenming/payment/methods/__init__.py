"""Payment by bed-day, head, item and package."""
