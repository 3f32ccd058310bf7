"""Lineage: where every block, sentence and comment of one version stands in the next."""
