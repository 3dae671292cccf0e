"""The intake contract: tables, national names, checks, quarantine, canonical columns; the county twin."""
