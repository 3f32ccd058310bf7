"""Moderators answer in public, in their own voice or for an office, and hide with a reason."""
