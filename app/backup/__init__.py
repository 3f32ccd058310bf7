"""Backups: one archive that is known to restore, because it was restored and counted at once."""
