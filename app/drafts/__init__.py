"""A draft: reading the office's file, splitting it into addressable parts, keeping its versions."""
