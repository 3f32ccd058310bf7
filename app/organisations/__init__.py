"""A city's own page at the desk: what it is called, how it looks, what it says by law."""
