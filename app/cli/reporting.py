"""A release as a page to keep, print and pass on."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import DatabaseUrl, DataDir, settings, told
from app.statistics.audience import Audience


def report(
    release: Annotated[str, typer.Argument(help="Its id; the latest if none is given.")] = "latest",
    file: Annotated[
        Path | None, typer.Argument(help="Where to write it; on standard output if none is given.")
    ] = None,
    audience: Annotated[Audience, typer.Option(help="For whom.")] = Audience.PARTNERS,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write a release as one HTML page that loads nothing, to read, print and pass on."""
    from app.cli import offline
    from app.statistics.report import readable

    chosen = settings(data_dir, database_url)

    async def read() -> readable.Told:
        async with offline.transaction(chosen, read_only=True) as tx:
            return await readable.told(tx, release, audience)

    found = offline.run(read())
    if file is None:
        typer.echo(readable.page(found), nl=False)
        return
    file.write_text(readable.page(found), encoding="utf-8")
    told.print(f"Release {found.about.id}, for {found.rule.audience}: {file}")
