"""The two options every command takes, and what they make of the settings."""

from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from app.settings import Settings

DataDir = Annotated[
    Path | None,
    typer.Option(envvar="OOCD_DATA_DIR", help="Where keys and the embedded database are kept."),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        envvar="OOCD_DATABASE_URL", help="postgresql://… ; nothing given: SQLite in --data-dir."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="For a script to read.")]


told = Console(stderr=True)


def fail(why: str, *, code: int = 2) -> NoReturn:
    """Say why, and end with a code a script can tell from success."""
    typer.echo(why, err=True)
    raise typer.Exit(code)


def settings(data_dir: Path | None, database_url: str | None) -> Settings:
    """The environment's settings, with what the command line says laid over them."""
    said: dict[str, Any] = {}
    if data_dir is not None:
        said["data_dir"] = data_dir
    if database_url is not None:
        said["database_url"] = database_url
    try:
        return Settings(**said)
    except ValidationError as wrong:
        # A setting may be a secret: only its name and what is wrong with it are printed.
        for each in wrong.errors(include_input=False, include_context=False):
            name = "_".join(map(str, each["loc"])).upper()
            typer.echo(f"{'OOCD_' + name + ': ' if name else ''}{each['msg']}", err=True)
        raise typer.Exit(2) from None
