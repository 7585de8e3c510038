"""Taking access away from a bearer whose credential is still good, and giving it back."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from app.access.actor import Role
from app.cli.options import AsJson, DatabaseUrl, DataDir, settings

access = typer.Typer(help="Who may no longer come in, although their credential is good.")

Subject = Annotated[str, typer.Argument(help="The credential's `sub`.")]
Roles = Annotated[
    list[Role] | None, typer.Option("--role", help="This role alone; may be repeated.")
]
Areas = Annotated[
    list[str] | None, typer.Option("--area", help="This area alone (GSS code); may be repeated.")
]
Because = Annotated[str, typer.Option(help="Why, for whoever asks later.")]


@access.command("withdraw")
def withdraw_access(
    subject: Subject,
    because: Because,
    role: Roles = None,
    area: Areas = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Take everything from a bearer, or only some roles or areas; running servers know in 1 s."""
    from app.principals import actions

    _change(actions.withdraw, data_dir, database_url, subject, role, area, because)
    typer.echo("Withdrawn; every running server knows within a second")


@access.command("restore")
def restore_access(
    subject: Subject,
    because: Because,
    role: Roles = None,
    area: Areas = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Give back all that was withdrawn from a bearer, or only some roles or areas."""
    from app.principals import actions

    _change(actions.restore, data_dir, database_url, subject, role, area, because)
    typer.echo("Restored; every running server knows within a second")


def _change(
    action: Callable[..., Awaitable[None]],
    data_dir: DataDir,
    database_url: DatabaseUrl,
    subject: str,
    role: list[Role] | None,
    area: list[str] | None,
    because: str,
) -> None:
    from app.cli import offline

    chosen = settings(data_dir, database_url)

    async def change() -> None:
        async with offline.transaction(chosen) as tx:
            await action(tx, subject=subject, roles=role or (), areas=area or (), because=because)

    offline.run(change())


@access.command("list")
def list_access(
    restored: Annotated[bool, typer.Option("--all", help="Also what was given back.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """What is withdrawn from whom, since when, by whom and why."""
    from app.cli import offline
    from app.principals import queries

    chosen = settings(data_dir, database_url)

    async def read() -> list[dict[str, Any]]:
        async with offline.transaction(chosen, read_only=True) as tx:
            return [row._asdict() for row in await queries.on_record(tx, restored=restored)]

    rows = offline.run(read())
    if as_json:
        typer.echo(json.dumps(rows, default=str, indent=2))
        return
    told = Table("Who", "What", "Since", "By", "Why", "Given back", "Why")
    for row in rows:
        told.add_row(row["subject"], row["which"] or row["taken"], *_when_who_why(row))
    Console().print(told)


def _when_who_why(row: dict[str, Any]) -> list[str]:
    columns = "withdrawn_at withdrawn_by withdrawn_because restored_at restored_because".split()
    found = [row[column] or "" for column in columns]
    return [f"{each:%F %R}Z" if isinstance(each, datetime) else each for each in found]
