"""Reads the city's own DOCX template, in a process of its own (docs/decisions/0033)."""
