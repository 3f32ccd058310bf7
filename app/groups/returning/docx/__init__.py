"""A Word document that came back: decisions in its comments, and changes of the text.

`read_document` reads it without a database; `keep` compares its text with the bundle's version and
writes the changes down; `finish` takes them into a proposed next version.
"""
