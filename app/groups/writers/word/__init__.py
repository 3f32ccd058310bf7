"""The parts of a Word document that are written as a stream (docs/decisions/0006)."""
