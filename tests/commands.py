"""The program with every command, for tests that call several in one process."""

from app.cli import assemble

program = assemble()
