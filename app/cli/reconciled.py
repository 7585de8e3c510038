"""Our count beside another's, as a table."""

from collections.abc import Iterable, Iterator

from rich.table import Table

from app.statistics.reconciling.actions import SAID, UNKNOWN, Compared


def as_table(found: Iterable[Compared]) -> Table:
    table = Table(caption=f"Never known here: {'; '.join(UNKNOWN.values())}.")
    for heading in ("Area", "Period", "Series"):
        table.add_column(heading)
    for heading in ("Theirs", "Ours", "Difference"):
        table.add_column(heading, justify="right")
    table.add_column("Children, and why", overflow="fold")
    for each in found:
        first, last = each.theirs.days
        table.add_row(
            each.theirs.area,
            f"{first} to {last}",
            each.theirs.series,
            str(each.theirs.count),
            str(each.ours),
            f"{each.difference:+}",
            "\n".join(_reasons(each)),
        )
    return table


def _reasons(each: Compared) -> Iterator[str]:
    for why, count in each.explained.items():
        yield f"{count} {SAID[why]}"
        if references := each.references.get(why):
            yield f"  {', '.join(references)}"
