"""Putting a version right before it is public, in steps that can be undone."""
