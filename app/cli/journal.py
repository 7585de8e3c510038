"""The journal from a shell: check it, seal it, hand it over, ask who saw a child."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from app.cli.options import AsJson, DatabaseUrl, DataDir, fail, settings

journal = typer.Typer(help="Who did and read what: check it, hand it over, ask it.")

Answer = TypeVar("Answer")

_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M"]
Starts = Annotated[
    datetime | None, typer.Option("--from", formats=_FORMATS, help="From this day or minute on.")
]
Ends = Annotated[
    datetime | None,
    typer.Option("--to", formats=_FORMATS, help="Up to this minute, or to the end of this day."),
]


@journal.command("verify")
def verify(
    area: Annotated[str | None, typer.Option(help="One area's chain (GSS code), or multi.")] = None,
    anchors: Annotated[
        Path | None, typer.Option(help="A copy of the seals' file, kept elsewhere.")
    ] = None,
    completeness: Annotated[
        bool, typer.Option(help="Also look for record versions without a line.")
    ] = False,
    public_key: Annotated[
        list[str] | None, typer.Option(help="An earlier sealing key's public half; repeatable.")
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Exit 0: intact. 1: broken; the first bad line is named. 2: it cannot be checked."""
    from app.cli import checking

    chosen = settings(data_dir, database_url)
    try:
        checked = asyncio.run(
            checking.check(
                chosen,
                chain=area,
                anchors=anchors,
                completeness=completeness,
                earlier=public_key or (),
            )
        )
    except checking.CannotCheck as why:
        fail(f"The journal cannot be checked: {why}")
    typer.echo(json.dumps(asdict(checked), indent=2) if as_json else checked.in_words())
    raise typer.Exit(0 if checked.intact else 1)


@journal.command("seal")
def seal(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Seal what is not sealed yet, once; a running service does so every second."""
    from app.cli import offline
    from app.database import Database

    chosen = settings(data_dir, database_url)

    async def once() -> int:
        database = Database(chosen)
        try:
            return await offline.sealer(chosen, database).everything()
        finally:
            await database.close()

    typer.echo(f"Lines sealed: {offline.run(once())}")


@journal.command("public-key")
def public_key(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Print the key that seals and exports are checked with."""
    from app import secrets_kept
    from app.journal import seals

    chosen = settings(data_dir, database_url)
    typer.echo(seals.public(seals.signing_key(secrets_kept.sealing_key(chosen))))


@journal.command("export")
def export(
    organisation: Annotated[
        str, typer.Option("--recipient-organisation", help="To which body it is given.")
    ],
    person: Annotated[str, typer.Option("--recipient-person", help="To whom there.")],
    to: Annotated[Path, typer.Option("--file", help="Where it is written.")],
    starts: Starts = None,
    ends: Ends = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write a period as signed lines of JSON, for the Commissioner; that too is journalled."""
    from app.cli import handing_over

    chosen = settings(data_dir, database_url)
    written = _run(handing_over.export(chosen, to, starts, ends, organisation, person))
    typer.echo(f"{written} lines written to {to}")


@journal.command("who-saw")
def who_saw(
    child: Annotated[str, typer.Option(help="The child's id.")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Everybody who was shown or changed a child's record, and when."""
    from app.cli import handing_over

    found = _run(handing_over.who_saw(settings(data_dir, database_url), child))
    if as_json:
        typer.echo(json.dumps(found, indent=2))
        return
    heads = ("at", "actor", "agency", "category", "action", "purpose")
    shown = Table(*heads, title=f"{len(found)} lines name this child")
    for line in found:
        shown.add_row(*(str(line[head] or "") for head in heads))
    Console().print(shown)


@journal.command("breach-report")
def breach_report(
    actor: Annotated[str | None, typer.Option(help="What this person did (sub).")] = None,
    child: Annotated[
        str | None, typer.Option(help="What was done with this child's record.")
    ] = None,
    starts: Starts = None,
    ends: Ends = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """What the Commissioner asks after a breach, as JSON: categories, counts, subjects, actors."""
    from app.cli import handing_over

    if (actor is None) == (child is None):
        fail("Say --actor or --child")
    chosen = settings(data_dir, database_url)
    found = _run(handing_over.breach(chosen, actor, child, starts, ends))
    typer.echo(json.dumps(found, indent=2))


def _run(work: Coroutine[Any, Any, Answer]) -> Answer:
    from app.cli import offline

    return offline.run(work)
