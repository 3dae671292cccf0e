"""DIP payment: what a case scores, what a point is worth, what each institution has earned."""
