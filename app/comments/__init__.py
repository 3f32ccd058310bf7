"""Residents write in the margin: comments, replies, support."""
