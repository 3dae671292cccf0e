"""Where and how tables run: DuckDB and Arrow on this machine, tables streamed in ranges of whole persons."""
