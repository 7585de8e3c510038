"""A synthetic caseload, loaded through the public API: every child in it is made up."""

import asyncio

from rich.console import Console
from uvicorn.loops.auto import auto_loop_factory

from app import memory
from app.demo import closing, loading
from app.settings import Settings
from panel_protocol.library import load as read_protocol

SEED = 2026


def load(settings: Settings, *, full: bool, seed: int, at: str) -> None:
    """Load it unless it is there, and show what there is to see at `at`."""
    says = Console(stderr=True)
    choice = loading.chosen(seed, full=full)
    memory.pass_over_what_is_there()
    try:
        # The loop that the service is served with: each statement comes and goes by it.
        with asyncio.Runner(loop_factory=auto_loop_factory()) as loop:
            summary, staff = loop.run(loading.bring(settings, choice, says))
    except loading.HalfLoaded as why:
        says.print(str(why))
        return
    closing.show(summary, staff, read_protocol(settings.protocol_dir), at)
