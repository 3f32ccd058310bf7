"""Where staff begin: what is theirs to do, and what only an installation shows its own."""
