"""Readers of what staff hand in: tables of notes and scanned letters, each in a process of its own
(app/drafts/readers/apart.py), because they come from strangers."""
