"""The county's year, institution by institution."""
