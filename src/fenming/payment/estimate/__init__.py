"""What was incurred and not yet settled: estimated with its band, never booked."""
