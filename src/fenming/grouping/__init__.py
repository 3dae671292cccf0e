"""Cases into groups: DRG tables of any version or place, a DIP directory from own history; each with its steps and why not."""
