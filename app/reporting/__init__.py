"""Figures: how many wrote, about what, in which languages, and how long answers take."""
