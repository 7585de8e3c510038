"""The commands, their options and what they print.

A command imports what it runs when it runs: scripts ask for a token often, and need no server.
"""

from typing import Annotated

import typer

from app.access.actor import Role
from app.access.issuer import DevelopmentIssuer, NotInProduction
from app.cli import access, journal, keeping, keys, protocol, records, reporting, returns
from app.cli.options import DatabaseUrl, DataDir, fail, settings, told
from app.settings import Settings
from panel_protocol.library import load

main = typer.Typer(
    help="Youth out-of-court disposal panels.",
    no_args_is_help=True,
    # Local variables may hold a child's record.
    pretty_exceptions_show_locals=False,
)
main.add_typer(access.access, name="access")
main.add_typer(journal.journal, name="journal")
main.add_typer(protocol.protocol, name="protocol")
main.add_typer(keys.keys, name="keys")
main.add_typer(records.populations, name="populations")
main.add_typer(records.statistics, name="statistics")
records.statistics.command("report")(reporting.report)
records.statistics.command("kpi-6")(returns.kpi_6)
main.add_typer(keeping.retention, name="retention")
main.command()(keeping.backup)
main.command()(keeping.restore)


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
    from app.cli import serving

    chosen = settings(data_dir, database_url)
    _prepare(chosen)
    if demo:
        _demonstrate(chosen, full=False, seed=None, at=f"http://{host}:{port}")
    documented = " (API documentation: /docs)" if chosen.docs else ""
    told.print(f"Serving on http://{host}:{port}{documented}")
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
        fail(str(refused))
    codes = area if area is not None else [load(chosen.protocol_dir).force_area.code]
    told.print(f"{role} over {', '.join(codes)}, good for twelve hours:")
    typer.echo(
        issuer.mint(subject or f"{role}@development", roles=[role], areas=codes, agency=agency)
    )


@main.command()
def migrate(
    to: Annotated[str, typer.Option(help="Revision to bring the database to.")] = "head",
    roles: Annotated[
        bool, typer.Option("--roles", help="Make PostgreSQL's roles too; once, as administrator.")
    ] = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Bring the database to this release's revision."""
    from sqlalchemy import make_url

    import migrations
    from app.cli import serving
    from migrations import roles as postgresql

    chosen = settings(data_dir, database_url)
    chosen.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if roles and make_url(chosen.database).get_backend_name() == "sqlite":
        fail("Only PostgreSQL has roles: name its database in --database-url")
    serving.make_private(chosen)
    if to == "head":
        serving.upgrade(chosen)
    else:
        migrations.upgrade(chosen.database, to)
    if roles:
        postgresql.ensure(chosen.database)
        told.print(f"The roles {', '.join(postgresql.ROLES)} are there, and have their rights")
    told.print(f"The database is at {serving.revision(chosen)}")


@main.command()
def demo(
    full: Annotated[bool, typer.Option(help="Five years, after published rates.")] = False,
    seed: Annotated[int | None, typer.Option(help="The same seed makes the same caseload.")] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Load a synthetic caseload through the public API."""
    chosen = settings(data_dir, database_url)
    _prepare(chosen)
    _demonstrate(chosen, full=full, seed=seed, at="http://127.0.0.1:8000")


def _demonstrate(chosen: Settings, *, full: bool, seed: int | None, at: str) -> None:
    from app import demo

    try:
        demo.load(chosen, full=full, seed=demo.SEED if seed is None else seed, at=at)
    except NotInProduction as refused:
        fail(str(refused))


def _prepare(chosen: Settings) -> None:
    from app.cli import offline, serving
    from app.main import ForgetfulDatabase, IllustrativeMatrix
    from app.operations.second_wall import OpenWall

    try:
        serving.prepare(chosen)
        if chosen.erasures.exists():
            offline.run(keeping.replay(chosen))
    except (serving.NotMigrated, IllustrativeMatrix, OpenWall, ForgetfulDatabase) as refused:
        fail(str(refused))
