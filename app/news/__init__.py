"""Hearing back: who follows what, mails and digests, Atom feeds, the calendar."""
