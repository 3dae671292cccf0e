"""The year as one page: self-contained, every number open to its explanation."""

from fenming.reports.html.page import write_html

__all__ = ["write_html"]
