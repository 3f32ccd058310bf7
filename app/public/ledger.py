"""The results of a process, for the pages that show them. What they say stands in
`app/groups/ledger.py`, so that files are written from the same."""

from app.groups.ledger import Change, Counts, Earlier, Entry, FieldResults, Head, Results

__all__ = ["Change", "Counts", "Earlier", "Entry", "FieldResults", "Head", "Results"]
