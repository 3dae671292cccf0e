"""What each institution earned by case, day, head or item; what it was advanced; what the year's clearing pays it."""
