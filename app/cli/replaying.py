"""Running the past through another edition: the reading, the bar, and the sentences."""

from collections import Counter
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.cli import offline
from app.cli.options import told
from app.database import Record
from app.protocol import queries, replays
from app.settings import Settings
from app.transaction import Transaction
from panel_protocol import saying
from panel_protocol.catalogue import Edition
from panel_protocol.rules.replaying import Replayed


def run(chosen: Settings, edition: Edition) -> dict[str, Any]:
    """Note in the journal that it was run; then read, and change nothing."""
    return offline.run(_run(chosen, edition))


async def _run(chosen: Settings, edition: Edition) -> dict[str, Any]:
    async with offline.transaction(chosen) as tx:
        await replays.note(tx, edition)
    async with offline.transaction(chosen, read_only=True) as tx:
        return await _all(tx, edition)


async def _all(tx: Transaction, edition: Edition) -> dict[str, Any]:
    differ, total = [], await queries.how_many(tx)
    unasked: Counter[str] = Counter()
    bar = Progress(
        TextColumn("Asking again"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=told,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=total)
        async for asked in replays.again(tx, edition):
            bar.advance(task)
            if asked.found is None:
                unasked[asked.row.kind] += 1
            elif asked.found.differences:
                differ.append(_said(tx, asked.row, asked.found))
    return {
        "edition": edition.name,
        "decisions": total,
        "nothing_to_replay": unasked.total(),
        "nothing_to_replay_of": dict(sorted(unasked.items())),
        "would_differ": sorted(differ, key=lambda each: (each["looked_at"], each["case"])),
    }


def _said(tx: Transaction, row: Record, found: Replayed) -> dict[str, Any]:
    """The case by its reference alone: answers, and reasons in their own words, without a name."""
    return {
        "case": row.reference,
        "kind": row.kind,
        "edition": row.edition,
        "looked_at": row.looked_at.isoformat(),
        "differences": [
            {"what": each.what, "before": each.before, "after": each.after}
            for each in found.differences
        ],
        "because": [
            {
                "code": why.code,
                "text": why.text,
                "source": why.source,
                "title": tx.protocol.sources[why.source].title,
            }
            for why in found.gained
        ],
        "no_longer": list(found.lost),
    }


def in_words(each: dict[str, Any]) -> tuple[str, ...]:
    """One row of the table, a line for each difference."""
    said = [saying.words(d["what"]) for d in each["differences"]]
    was = [
        f"{what}: {_spelt(d['before'])}" for what, d in zip(said, each["differences"], strict=True)
    ]
    now = [
        f"{what}: {_spelt(d['after'])}" for what, d in zip(said, each["differences"], strict=True)
    ]
    why = [f"{w['text']} ({w['title']})" for w in each["because"]]
    why += [f"no longer: {saying.words(code)}" for code in each["no_longer"]]
    kind = saying.words(each["kind"])
    return each["case"], kind, each["looked_at"], *("\n".join(x) for x in (was, now, why))


def summed_up(found: dict[str, Any]) -> str:
    unasked = ", ".join(
        f"{saying.words(kind)} {many}" for kind, many in found["nothing_to_replay_of"].items()
    )
    return (
        f"{len(found['would_differ'])} of {found['decisions']} decisions would differ under "
        f"edition {found['edition']}; {found['nothing_to_replay']} rest on no rule that can be "
        "asked again" + (f": {unasked}" if unasked else "")
    )


def _spelt(value: Any) -> str:
    if value is None:
        return "none"
    return saying.value(tuple(value) if isinstance(value, list) else value)
