"""Reports of an assessment: explanation of a party, statement of a unit, indicators, workbook, differences."""
