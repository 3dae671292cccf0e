"""DIP: a directory of disease groups built from a county's own history, and each case's place in it."""
