"""What axe finds wrong with a page, as a browser would read it: npm's `axe-core` on jsdom."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.node import PATIENCE, installed, node

HERE = Path(__file__).parent / "axe"


@dataclass(frozen=True)
class Found:
    violations: list[str]
    passes: int  # how many rules had something to look at, and found it good


def found_by_axe(*pages: str) -> list[Found]:
    """Of each page every rule of WCAG 2.2 A and AA, but contrast: jsdom draws nothing."""
    asked = "".join(f"{json.dumps(page)}\n" for page in pages)
    done = subprocess.run(
        [node(), str(installed(HERE, "axe") / "check.mjs")],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return [Found(**json.loads(line)) for line in done.stdout.splitlines()]
