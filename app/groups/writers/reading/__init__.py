"""The parts of the reading copy as data for typst (docs/decisions/0033)."""
