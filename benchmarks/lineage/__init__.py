"""How well comments are carried from one version of a text to the next (docs/benchmarks.md).

make bench ARGS=lineage            the tables
make bench ARGS="lineage --list"   and every wrong one by its position
"""
