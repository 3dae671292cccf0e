"""Bills read, judged and written: files in, the adjudicated table out, in ranges of whole persons."""
