"""Randnotiz: residents write in the margin of a city's draft, and the city answers in public."""
