"""The commands, by what they are about.

Only the module of the command that is asked for is loaded: what a backup needs is nothing that a
start should wait for. All of them are loaded for the list of commands.
"""

from importlib import import_module

import typer

# Which commands each module registers, in the order in which the list shows them.
ROOMS = {
    "running": ("start", "serve", "work"),
    "preparing": ("migrate", "demo", "fetch-htmx"),
    "checking": ("check",),
    "cities": ("create-city", "create-organisation", "set-city", "cities"),
    "drafts": ("create-process", "create-group", "import-draft"),
    "rules": ("create-rule",),
    "offices": ("create-office",),
    "bundles": ("bundle", "export", "verify", "new-signing-key"),
    "hand_backs": ("hand-back",),
    "notes": ("import-notes",),
    "lineage": ("lineage",),
    "people": (
        *("create-account", "create-token", "list-tokens", "revoke-token"),
        *("block-account", "unblock-account"),
    ),
    "roles": ("give-role", "take-role", "list-people"),
    "second": ("forget-second-step",),
    "privacy": ("forget-person", "pseudonymise", "tidy"),
    "backups": ("backup", "restore"),
    "news": ("send-news",),
}


def assemble(wanted: str = "") -> typer.Typer:
    """The program with the commands of the module that has the one that is `wanted`; with all of
    them where there is none of that name."""
    program = typer.Typer(
        name="randnotiz",
        help="Notes in the margin of a city's draft concept, and an answer to every one.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    program.callback()(lambda: None)  # else one command alone would have no name
    has_it = [room for room, commands in ROOMS.items() if wanted in commands]
    for room in has_it or ROOMS:
        import_module(f"app.cli.{room}").register(program)
    return program
