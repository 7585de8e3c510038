"""The phrasebook: every reason that the worked cases meet, in the words people are told.

`python -m tests.protocol.phrasebook` writes it again.
"""

import re
from calendar import month_name

from panel_protocol import reading
from tests.architecture.source import ROOT
from tests.protocol.asking import FILES, PROTOCOL, ask
from tests.protocol.assessments import worked_gaps

PATH = ROOT / "docs" / "protocol" / reading.PHRASEBOOK
HEAD = """<!-- Made by `python -m tests.protocol.phrasebook` from the worked cases: do not edit. -->

# The words of the reasons

Every reason that the worked cases of `tests/protocol/` meet, by its code, in the words that
practitioners, children and courts read, and on whose authority. A day is written here as (day).

Whoever integrates this service relies on the codes; the words may be improved.

| Code | What is said | Authority | Grade |
| --- | --- | --- | --- |"""
DAY = re.compile(rf"\b\d{{1,2}} ({'|'.join(list(month_name)[1:])}) \d{{4}}\b")
OTHERWISE = """
## Had it been otherwise

Each single change of one fact that, in some worked case, would have sent the case elsewhere.
"""


def masked(text):
    """A day is asked about by other tests; here it would make one sentence into fifty."""
    return DAY.sub("(day)", text)


def row(reason):
    """A reason's line in the book."""
    source = PROTOCOL.sources[reason.source]
    cells = (f"`{reason.code}`", masked(reason.text), source.title, source.grade.value)
    return reading.table((), [cells]).splitlines()[-1]


def rows(met):
    """What a worked case says: its reasons, and what would have sent it elsewhere."""
    conditions = met.found.get("instead", {})
    return {*map(row, met.reasons), *(f"- {masked(condition)}" for condition in conditions)}


def written():
    return frozenset(PATH.read_text().splitlines())


def made():
    told = sorted(set().union(*(rows(ask(path)) for path in FILES), map(row, worked_gaps())))
    reasons = "\n".join(line for line in told if line.startswith("| "))
    otherwise = "\n".join(line for line in told if line.startswith("- "))
    return f"{HEAD}\n{reasons}\n{OTHERWISE}\n{otherwise}\n"


if __name__ == "__main__":
    PATH.write_text(made())
