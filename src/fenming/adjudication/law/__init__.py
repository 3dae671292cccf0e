"""What a pack writes about benefits, as the terms the plan works with: words, covers, schemes, days."""
