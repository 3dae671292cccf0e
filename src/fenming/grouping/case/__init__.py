"""Cases as the grouper takes them: facts and codes cleaned, what is doubtful kept as doubt."""
