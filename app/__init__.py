"""Randnotiz: residents write in the margin of a city's draft concept, the city answers in public."""
