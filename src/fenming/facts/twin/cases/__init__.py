"""Settlement lists of the twin: one for every stay paid by group, and three years of lists before it."""
