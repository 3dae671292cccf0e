"""What was done, what it scores: measures, indicator cards, scoring schemes, the assessment chain, frozen scores."""
