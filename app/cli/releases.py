"""What an operator does with a release that is made: hand it out as files, and check it."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import DatabaseUrl, DataDir, settings
from app.statistics.audience import Audience

Release = Annotated[str, typer.Argument(help="Its id, or latest.")]


def export(
    release: Release,
    folder: Annotated[Path, typer.Argument(help="Where the files go.", file_okay=False)],
    audience: Annotated[
        Audience, typer.Option(help="The public's figures are coarser.")
    ] = Audience.PARTNERS,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write a release as CSV, one file for each table, and CSVW metadata beside each."""
    from app.cli import offline
    from app.statistics import actions as releases

    chosen = settings(data_dir, database_url)

    async def files() -> dict[str, str]:
        async with offline.transaction(chosen) as tx:
            return await releases.export(tx, release, audience)

    written = offline.run(files())
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (folder / name).write_bytes(text.encode())
    typer.echo(f"Files written: {len(written)}")


def verify(
    release: Release,
    public_key: Annotated[
        list[str] | None, typer.Option(help="An earlier key's public half; repeatable.")
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Exit 0: the release is as it was made and signed. 1: it is not, or it cannot be shown.

    Nor may any other that the journal tells of be gone.
    """
    from app import secrets_kept
    from app.cli import offline
    from app.journal.seals import public
    from app.statistics import release_queries
    from app.statistics.signing import release_key, wrong_with

    chosen = settings(data_dir, database_url)
    trusted = {public(release_key(secrets_kept.sealing_key(chosen))), *(public_key or ())}

    async def check() -> tuple[str, list[str]]:
        async with offline.transaction(chosen, read_only=True) as tx:
            gone = await release_queries.removed(tx)
            said = [f"Release {each} was made, and is gone" for each in gone]
            if gone and (release in gone or not await release_queries.made(tx)):
                return release, said
            made = await release_queries.release(tx, release)
            wrong = wrong_with(made, await release_queries.every_cell(tx, made.id), trusted)
            return made.id, [*([f"Release {made.id}: {wrong}"] if wrong else []), *said]

    made, wrong = offline.run(check())
    if not wrong:
        typer.echo(f"Release {made} is as it was made, and signed")
        return
    typer.echo("\n".join(wrong), err=True)
    raise typer.Exit(1)
