"""The commands, their options and what they print."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

import migrations
from app import clock
from app import demo as demonstration
from app.access.actor import Role
from app.access.issuer import DevelopmentIssuer, NotInProduction
from app.cli import offline, serving
from app.cli.options import AsJson, DatabaseUrl, DataDir, settings
from app.protocol import matrices
from app.statistics import actions as statistics
from app.statistics.releasing import protected
from panel_protocol.library import BrokenParameter, load, read_matrix

main = typer.Typer(
    help="Youth out-of-court disposal panels.",
    no_args_is_help=True,
    # Local variables may hold a child's record.
    pretty_exceptions_show_locals=False,
)
_protocol = typer.Typer(help="The protocol: what is confirmed, and the force's own matrix.")
_populations = typer.Typer(help="Population estimates that rates are worked out on.")
_statistics = typer.Typer(help="Releases that regional partners read.")
main.add_typer(_protocol, name="protocol")
main.add_typer(_populations, name="populations")
main.add_typer(_statistics, name="statistics")

_told = Console(stderr=True)


@main.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    demo: Annotated[bool, typer.Option(help="Load a synthetic caseload first.")] = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Serve the whole pathway."""
    chosen = settings(data_dir, database_url)
    serving.prepare(chosen)
    if demo:
        demonstration.load(chosen, full=False, seed=demonstration.SEED, at=f"http://{host}:{port}")
    _told.print(f"Serving on http://{host}:{port} (API documentation: /docs)")
    serving.run(chosen, host=host, port=port, workers=workers)


@main.command()
def token(
    role: Annotated[Role, typer.Option(help="What the bearer may do.")],
    area: Annotated[list[str] | None, typer.Option(help="GSS code; may be repeated.")] = None,
    agency: Annotated[str | None, typer.Option(help="The bearer's agency.")] = None,
    subject: Annotated[str | None, typer.Option(help="Who the bearer is (`sub`).")] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Mint a development credential; the token alone is on the last line."""
    chosen = settings(data_dir, database_url)
    try:
        issuer = DevelopmentIssuer(
            chosen.data_dir, production=chosen.production, audience=chosen.audience
        )
    except NotInProduction as refused:
        _fail(str(refused))
    codes = area if area is not None else [load(chosen.protocol_dir).force_area.code]
    _told.print(f"{role} over {', '.join(codes)}, good for twelve hours:")
    typer.echo(
        issuer.mint(subject or f"{role}@development", roles=[role], areas=codes, agency=agency)
    )


@main.command()
def migrate(
    to: Annotated[str, typer.Option(help="Revision to bring the database to.")] = "head",
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Bring the database to this release's revision."""
    chosen = settings(data_dir, database_url)
    chosen.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrations.upgrade(chosen.database, to)
    _told.print(f"The database is at {serving.revision(chosen)}")


@main.command()
def demo(
    full: Annotated[bool, typer.Option(help="Five years, after published rates.")] = False,
    seed: Annotated[int, typer.Option(help="The same seed makes the same caseload.")] = (
        demonstration.SEED
    ),
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Load a synthetic caseload through the public API."""
    chosen = settings(data_dir, database_url)
    serving.prepare(chosen)
    demonstration.load(chosen, full=full, seed=seed, at="http://127.0.0.1:8000")


@_protocol.command("check")
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
        _fail(str(wrong), code=1)
    day = on.date() if on else clock.today()
    awaiting, local = known.awaiting_on(day), known.local_defaults()
    if as_json:
        found = {
            "edition": known.edition_on(day).name,
            "awaiting": [
                {"parameter": a.parameter, "question": a.question, "source": a.source}
                for a in awaiting
            ],
            "not_confirmed": [
                {"parameter": u.parameter, "kind": u.kind.value, "describes": u.describes}
                for u in local
            ],
        }
        typer.echo(json.dumps(found, indent=2))
        return
    out = Console()
    out.print(f"Edition {known.edition_on(day).name} on {day}: every parameter is dated and cited.")
    _table(out, "Nobody has established", [(a.parameter, a.question) for a in awaiting])
    _table(
        out,
        "Works by default; the partnership has not confirmed it",
        [(f"{u.parameter} ({u.kind})", u.describes) for u in local],
    )


@_protocol.command("import-matrix")
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
    chosen = settings(data_dir, database_url)
    try:
        matrix = read_matrix(
            file.read_bytes(),
            edition=edition,
            starts=starts.date(),
            ends=ends.date() if ends else None,
        )
    except BrokenParameter as wrong:
        _fail(str(wrong), code=1)

    async def keep() -> None:
        async with offline.transaction(chosen) as tx:
            await matrices.keep(tx, matrix)

    offline.run(keep())
    typer.echo(f"{len(matrix.scores)} scores, edition {edition}, sha256 {matrix.sha256}")


@_populations.command("import")
def import_populations(
    file: Annotated[Path, typer.Argument(help="CSV of mid-year estimates.", exists=True)],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Load mid-year estimates: area_code, mid_year, population_10_17, series, source."""
    chosen = settings(data_dir, database_url)

    async def keep() -> int:
        async with offline.transaction(chosen) as tx:
            return await statistics.import_populations(tx, file.read_bytes())

    typer.echo(f"{offline.run(keep())} estimates are loaded")


@_statistics.command("release")
def release(
    as_at: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="Count what was known at its end.")
    ],
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Make an immutable release for regional partners."""
    chosen = settings(data_dir, database_url)

    async def make() -> str:
        # What to hide takes a while to work out, and nothing else may wait for that.
        async with offline.transaction(chosen) as tx:
            material = await statistics.gather(tx, as_at=as_at.date())
        figures = protected(material)
        async with offline.transaction(chosen) as tx:
            return await statistics.keep(tx, material, figures)

    with _told.status("Counting, and hiding what must be hidden"):
        made = offline.run(make())
    typer.echo(json.dumps({"release": made}) if as_json else f"Release {made}")


def _table(out: Console, title: str, rows: list[tuple[str, str]]) -> None:
    table = Table(title=title, title_justify="left", show_header=False)
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _fail(why: str, *, code: int = 2) -> NoReturn:
    _told.print(why)
    raise typer.Exit(code)
