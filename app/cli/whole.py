"""The program with every command, for whoever calls several in one process."""

from app.cli import assemble

program = assemble()
