"""The protocol from a shell: read it, check it, compare its editions, replay decisions."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

import app
from app import clock
from app.cli.options import AsJson, DatabaseUrl, DataDir, fail, settings
from app.settings import Settings
from panel_protocol import reading
from panel_protocol.catalogue import Edition
from panel_protocol.checking import Fault, faults, unread
from panel_protocol.comparing import changes
from panel_protocol.library import BrokenParameter, load, read_matrix
from panel_protocol.protocol import Protocol
from panel_protocol.rules import gravity

protocol = typer.Typer(
    help="The protocol: its pages, its faults, its editions, the force's matrix."
)


@protocol.command("check")
def check_protocol(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Another day.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Refuse what does not hold together; list what is awaited, and what is not yet confirmed."""
    chosen = settings(data_dir, database_url)
    try:
        known = load(chosen.protocol_dir)
    except BrokenParameter as wrong:
        if as_json:
            typer.echo(json.dumps({"faults": [{"where": "", "what": str(wrong)}]}, indent=2))
        fail(str(wrong), code=1)
    found = _wrong(known)
    _say_checked(known, on.date() if on else clock.today(), found, as_json=as_json)
    if found:
        fail(f"The protocol does not hold together: {_counted(found)}", code=1)


@protocol.command("pages")
def write_pages(
    write: Annotated[Path, typer.Option(help="The folder the pages are written to.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write the protocol down for practitioners: a page for each edition, and an index."""
    known = _known(settings(data_dir, database_url))
    if wrong := _wrong(known):
        fail(f"No page is written: {_doubtful(wrong)}", code=1)
    made = reading.pages(known)
    write.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (write / name).write_text(text)
    typer.echo(f"{len(made)} pages written to {write}")


@protocol.command("diff")
def compare_editions(
    earlier: Annotated[str, typer.Argument(help="An edition, for example 2025.1.")],
    later: Annotated[str, typer.Argument(help="Another edition.")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """What changed from one edition to another, each taken as it ended."""
    known = _warned(_known(settings(data_dir, database_url)))
    found = changes(known, _edition(known, earlier), _edition(known, later))
    if as_json:
        typer.echo(json.dumps([asdict(change) for change in found], indent=2))
        return
    rows = [
        (each.describes, each.before, each.after, known.sources[each.source].title)
        for each in found
    ]
    heads = ("Rule", f"At the end of {earlier}", f"At the end of {later}", "Authority")
    _table(Console(), f"{len(found)} rules differ", rows, heads)


@protocol.command("replay")
def replay_decisions(
    edition: Annotated[str, typer.Option(help="The edition to ask again under.")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Ask every past decision again under an edition, and list which would differ, and why."""
    from app.cli import replaying

    chosen = settings(data_dir, database_url)
    found = replaying.run(chosen, _edition(_warned(_known(chosen)), edition))
    if as_json:
        typer.echo(json.dumps(found, indent=2))
        return
    heads = ("Case", "Decision", "Made on", "Was", "Would be", "Because")
    rows = [replaying.in_words(each) for each in found["would_differ"]]
    _table(Console(), replaying.summed_up(found), rows, heads)


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
    except BrokenParameter as wrong:
        fail(str(wrong), code=1)
    if misfits := gravity.misfits(_known(chosen), matrix):
        fail("The matrix does not fit the scale of its dates: " + "; ".join(misfits), code=1)

    async def keep() -> None:
        async with offline.transaction(chosen) as tx:
            await matrices.keep(tx, matrix)

    offline.run(keep())
    typer.echo(f"{len(matrix.scores)} scores, edition {edition}, sha256 {matrix.sha256}")


def _known(chosen: Settings) -> Protocol:
    try:
        return load(chosen.protocol_dir)
    except BrokenParameter as wrong:
        fail(str(wrong), code=1)


def _wrong(known: Protocol) -> tuple[Fault, ...]:
    return (*faults(known), *unread(known, _programs()))


def _warned(known: Protocol) -> Protocol:
    """What compares is still answered when the protocol is at fault, but not without a word."""
    if wrong := _wrong(known):
        typer.echo(f"Do not rely on this: {_doubtful(wrong)}", err=True)
    return known


def _doubtful(wrong: Sequence[Fault]) -> str:
    said = "; ".join(f"{fault.where}: {fault.what}" for fault in wrong)
    return f"the protocol does not hold together ({said})"


def _counted(wrong: Sequence[Fault]) -> str:
    return f"{len(wrong)} fault" + ("" if len(wrong) == 1 else "s")


def _edition(known: Protocol, name: str) -> Edition:
    found = known.edition(name)
    if found is None:
        fail(f"There is no edition {name}: {', '.join(e.name for e in known.editions)}", code=1)
    return found


def _programs() -> Iterator[str]:
    """The text of everything that may ask a parameter: the rules, and the service."""
    service = Path(app.__file__).parent
    for folder in (service, service.parent / "panel_protocol" / "rules"):
        yield from (path.read_text() for path in sorted(folder.rglob("*.py")))


def _say_checked(known: Protocol, day: date, wrong: tuple[Fault, ...], *, as_json: bool) -> None:
    awaiting, local = known.awaiting_on(day), known.local_defaults()
    if as_json:
        found: dict[str, Any] = {
            "edition": known.edition_on(day).name,
            "faults": [asdict(fault) for fault in wrong],
            "awaiting": [asdict(a) for a in awaiting],
            "not_confirmed": [
                {"parameter": u.parameter, "kind": u.kind.value, "describes": u.describes}
                for u in local
            ],
        }
        typer.echo(json.dumps(found, indent=2))
        return
    out = Console()
    sound = "every parameter is dated and cited, and the whole holds together."
    failing = f"it does not hold together ({_counted(wrong)})."
    edition = known.edition_on(day).name
    out.print(f"Edition {edition} on {day}: {failing if wrong else sound}")
    if wrong:
        _table(out, "Does not hold together", [(fault.where, fault.what) for fault in wrong])
    asked = [(f"{a.parameter}: {a.asks}", a.question) for a in awaiting]
    _table(out, "Nobody has established", asked)
    chosen = [(f"{u.parameter} ({u.kind})", u.describes) for u in local]
    _table(out, "Works by default; the partnership has not confirmed it", chosen)


def _table(out: Console, title: str, rows: list[Any], heads: tuple[str, ...] | None = None) -> None:
    table = Table(*(heads or ()), title=title, title_justify="left", show_header=bool(heads))
    for row in rows:
        table.add_row(*row)
    out.print(table)
