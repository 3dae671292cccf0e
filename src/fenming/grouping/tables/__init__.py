"""A directory of group tables, read, checked, and made into the grouper's rules."""
