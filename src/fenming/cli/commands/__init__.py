"""The commands, one topic a module."""
