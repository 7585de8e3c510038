"""What an operator loads and releases: populations, statistics."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import AsJson, DatabaseUrl, DataDir, settings, told

populations = typer.Typer(help="Population estimates that rates are worked out on.")
statistics = typer.Typer(help="Releases that regional partners read.")


@populations.command("import")
def import_populations(
    file: Annotated[Path, typer.Argument(help="CSV of mid-year estimates.", exists=True)],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Load mid-year estimates: area_code, mid_year, population_10_17, series, source."""
    from app.cli import offline
    from app.statistics import actions as releases

    chosen = settings(data_dir, database_url)

    async def keep() -> int:
        async with offline.transaction(chosen) as tx:
            return await releases.import_populations(tx, file.read_bytes())

    typer.echo(f"Estimates loaded: {offline.run(keep())}")


@statistics.command("release")
def release(
    as_at: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="Count what was known at its end.")
    ],
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Make an immutable release for regional partners."""
    from app.cli import offline
    from app.statistics import actions as releases
    from app.statistics.releasing import protected

    chosen = settings(data_dir, database_url)

    async def make() -> str:
        # What to hide takes a while to work out, and nothing else may wait for that.
        async with offline.transaction(chosen) as tx:
            material = await releases.gather(tx, as_at=as_at.date())
        figures = protected(material)
        async with offline.transaction(chosen) as tx:
            return await releases.keep(tx, material, figures)

    with told.status("Counting, and hiding what must be hidden"):
        made = offline.run(make())
    typer.echo(json.dumps({"release": made}) if as_json else f"Release {made}")


@statistics.command("report")
def report(
    release: Annotated[str, typer.Argument(help="Its id; the latest if none is given.")] = "latest",
    file: Annotated[
        Path | None, typer.Argument(help="Where to write it; on standard output if none is given.")
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write a release as one HTML page that loads nothing, to read, print and pass on."""
    from app.cli import offline
    from app.statistics.report import readable

    chosen = settings(data_dir, database_url)

    async def read() -> readable.Told:
        async with offline.transaction(chosen, read_only=True) as tx:
            return await readable.told(tx, release)

    found = offline.run(read())
    if file is None:
        typer.echo(readable.page(found), nl=False)
        return
    file.write_text(readable.page(found), encoding="utf-8")
    told.print(f"Release {found.about.id}, for {found.about.disclosure_rule.audience}: {file}")
