"""What an operator hands to the Youth Justice Board, and what must be put right before."""

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.cli.options import AsJson, DatabaseUrl, DataDir, settings, told


def kpi_6(
    quarter: Annotated[str, typer.Option(help="As the return names it: 2026Q1 is April to June.")],
    area: Annotated[str, typer.Option(help="The service's GSS code.")],
    gaps: Annotated[
        bool, typer.Option("--gaps", help="List the records that block the return instead.")
    ] = False,
    characteristics: Annotated[
        bool, typer.Option("--characteristics", help="Indicator 6c: by sex, age and ethnicity.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write the rows here.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Key performance indicator 6 of one service and quarter: the template's rows, as CSV."""
    from app.cli import offline
    from app.statistics import kpi_6_return as returns

    if gaps and characteristics:
        raise typer.BadParameter("Ask for --gaps or for --characteristics")
    chosen = settings(data_dir, database_url)

    async def read() -> tuple[str, list[dict[str, object]]]:
        async with offline.transaction(chosen) as tx:
            wanted = returns.quarter_named(tx, quarter)
            if not returns.over(wanted, tx.today):
                told.print("The quarter has not ended: this is so far")
            if gaps:
                return "", [asdict(gap) for gap in await returns.gaps(tx, area, wanted)]
            rows = returns.by_characteristics if characteristics else returns.template
            return await rows(tx, area, wanted), []

    rows, found = offline.run(read())
    if gaps:
        _list(found, as_json=as_json)
        return
    said = _as_json(rows) if as_json else rows
    if out is not None:
        out.write_text(said, newline="")
    else:
        typer.echo(said, nl=False)


def _as_json(rows: str) -> str:
    (first, *names), *counted = csv.reader(rows.splitlines())
    said = [
        dict(zip((first or "row", *names), map(_cell, cells), strict=True)) for cells in counted
    ]
    return json.dumps(said, indent=2) + "\n"


def _cell(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _list(found: list[dict[str, object]], *, as_json: bool) -> None:
    columns = ("reference", "disposal", "started_on", "why")
    if as_json:
        rows = [{name: str(each[name]) for name in columns} for each in found]
        typer.echo(json.dumps(rows, indent=2))
        return
    listed = Table(*(name.replace("_", " ").capitalize() for name in columns))
    for each in found:
        listed.add_row(*(str(each[name]) for name in columns))
    Console().print(listed)
