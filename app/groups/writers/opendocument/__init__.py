"""The parts of an OpenDocument spreadsheet (ODF 1.3), written as text."""
