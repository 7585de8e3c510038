"""What an operator loads and releases: populations, statistics."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.cli import releases
from app.cli.options import AsJson, DatabaseUrl, DataDir, settings, told

populations = typer.Typer(help="Population estimates that rates are worked out on.")
statistics = typer.Typer(help="Releases that regional partners read.")
statistics.command()(releases.export)
statistics.command()(releases.verify)


@populations.command("import")
def import_populations(
    file: Annotated[Path, typer.Argument(help="CSV of mid-year estimates.", exists=True)],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Load mid-year estimates: area_code, mid_year, population_10_17, series, source."""
    from app.cli import offline
    from app.statistics import actions

    chosen = settings(data_dir, database_url)

    async def keep() -> int:
        async with offline.transaction(chosen) as tx:
            return await actions.import_populations(tx, file.read_bytes())

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
    from app import secrets_kept
    from app.cli import offline
    from app.statistics import actions
    from app.statistics.releasing import protected
    from app.statistics.signing import release_key

    chosen = settings(data_dir, database_url)
    key = release_key(secrets_kept.sealing_key(chosen))

    async def make() -> str:
        # What to hide takes a while to work out, and nothing else may wait for that.
        async with offline.transaction(chosen) as tx:
            material = await actions.gather(tx, as_at=as_at.date())
        figures = protected(material)
        async with offline.transaction(chosen) as tx:
            return await actions.keep(tx, material, figures, key=key)

    with told.status("Counting, and hiding what must be hidden"):
        made = offline.run(make())
    typer.echo(json.dumps({"release": made}) if as_json else f"Release {made}")


@statistics.command("import-published")
def import_published(
    file: Annotated[Path, typer.Argument(help="CSV of figures with their series.", exists=True)],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Load figures of entrants that others published: series, vintage, area_code, period_start,
    period_end, rate_per_100k, fte_count, source[, note]."""
    from app.cli import offline
    from app.statistics import published_actions

    chosen = settings(data_dir, database_url)

    async def keep() -> int:
        async with offline.transaction(chosen) as tx:
            return await published_actions.import_published(tx, file.read_bytes())

    typer.echo(f"Figures loaded: {offline.run(keep())}")


@statistics.command("reconcile")
def reconcile(
    file: Annotated[
        Path,
        typer.Argument(help="CSV: area, period_start, period_end, count[, series].", exists=True),
    ],
    as_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ours as known at its end; otherwise now."),
    ] = None,
    cases: Annotated[
        bool, typer.Option("--cases", help="Name the cases; each child is journalled.")
    ] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Set our entrants beside somebody else's count, with what explains the difference."""
    from app.cli import offline, reconciled
    from app.statistics.reconciling import actions

    chosen = settings(data_dir, database_url)

    async def compare() -> list[actions.Compared]:
        async with offline.transaction(chosen) as tx:
            day = as_at.date() if as_at else None
            return await actions.reconcile(tx, file.read_bytes(), as_at=day, cases=cases)

    found = offline.run(compare())
    if as_json:
        typer.echo(json.dumps([each.as_json() for each in found], indent=2))
    else:
        Console().print(reconciled.as_table(found))
