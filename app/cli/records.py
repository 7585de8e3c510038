"""What an operator loads, checks and releases: the protocol, populations, statistics."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app import clock
from app.cli.options import AsJson, DatabaseUrl, DataDir, fail, settings, told
from panel_protocol.library import BrokenParameter, load, read_matrix
from panel_protocol.rules import gravity

protocol = typer.Typer(help="The protocol: what is confirmed, and the force's own matrix.")
populations = typer.Typer(help="Population estimates that rates are worked out on.")
statistics = typer.Typer(help="Releases that regional partners read.")


@protocol.command("check")
def check_protocol(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Another day.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Read every parameter; list what nobody has established and what is not yet confirmed."""
    chosen = settings(data_dir, database_url)
    try:
        known = load(chosen.protocol_dir)
    except BrokenParameter as wrong:
        fail(str(wrong), code=1)
    day = on.date() if on else clock.today()
    awaiting, local = known.awaiting_on(day), known.local_defaults()
    if as_json:
        found = {
            "edition": known.edition_on(day).name,
            "awaiting": [asdict(a) for a in awaiting],
            "not_confirmed": [
                {"parameter": u.parameter, "kind": u.kind.value, "describes": u.describes}
                for u in local
            ],
        }
        typer.echo(json.dumps(found, indent=2))
        return
    out = Console()
    out.print(f"Edition {known.edition_on(day).name} on {day}: every parameter is dated and cited.")
    _table(
        out, "Nobody has established", [(f"{a.parameter}: {a.asks}", a.question) for a in awaiting]
    )
    _table(
        out,
        "Works by default; the partnership has not confirmed it",
        [(f"{u.parameter} ({u.kind})", u.describes) for u in local],
    )


@protocol.command("import-matrix")
def import_matrix(
    file: Annotated[Path, typer.Argument(help="CSV: offence_code,score", exists=True)],
    edition: Annotated[str, typer.Option(help="What the force calls this edition.")],
    starts: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day in force.")
    ],
    ends: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="First day no longer in force."),
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Load the force's own gravity matrix; services use it from their next start."""
    from app.cli import offline
    from app.protocol import matrices

    chosen = settings(data_dir, database_url)
    try:
        matrix = read_matrix(
            file.read_bytes(),
            edition=edition,
            starts=starts.date(),
            ends=ends.date() if ends else None,
        )
        misfits = gravity.misfits(load(chosen.protocol_dir), matrix)
    except BrokenParameter as wrong:
        fail(str(wrong), code=1)
    if misfits:
        fail("The matrix does not fit the scale of its dates: " + "; ".join(misfits), code=1)

    async def keep() -> None:
        async with offline.transaction(chosen) as tx:
            await matrices.keep(tx, matrix)

    offline.run(keep())
    typer.echo(f"{len(matrix.scores)} scores, edition {edition}, sha256 {matrix.sha256}")


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


def _table(out: Console, title: str, rows: list[tuple[str, str]]) -> None:
    table = Table(title=title, title_justify="left", show_header=False)
    for row in rows:
        table.add_row(*row)
    out.print(table)
