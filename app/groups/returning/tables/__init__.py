"""Tables that come back: XLSX, ODS and CSV, each read in a process of its own."""
