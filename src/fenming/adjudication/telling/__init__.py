"""A judged bill told in words: one module for each part of the way from what was charged to who pays."""
