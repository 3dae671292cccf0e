"""What people read of a run: explanations, the workbook, the page, statements, the sealed bundle."""
