"""A share of what is shown: nothing where a count it rests on is hidden, or there is none."""

from collections.abc import Sequence


def share(part: int | None, of: Sequence[int | None]) -> float | None:
    """From 0 to 1, to three places; `of` are the counts that the whole adds up."""
    known = [each for each in of if each is not None]
    if part is None or len(known) < len(of) or not sum(known):
        return None
    return round(part / sum(known), 3)
