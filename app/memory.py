"""How often Python looks for rings of objects that nobody needs any more.

Its own pace, every 700 new objects, costs a quarter of the computing here: what a request or a
release makes is mostly needed until it ends, and what is imported is needed for good.
"""

import gc

_MADE_BETWEEN = 50_000


def look_seldom() -> None:
    gc.set_threshold(_MADE_BETWEEN)


def pass_over_what_is_there() -> None:
    """Once everything is imported and built, and nothing is under way."""
    gc.collect()
    gc.freeze()
