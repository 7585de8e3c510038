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
"""
DAY = re.compile(rf"\b\d{{1,2}} ({'|'.join(list(month_name)[1:])}) \d{{4}}\b")
OTHERWISE = """
## Had it been otherwise

Each single change of one fact that, in some worked case, would have sent the case elsewhere.
"""


def reasons():
    """Each distinct code, text and source, once, sorted."""
    met = {reason for path in FILES for reason in ask(path).reasons} | set(worked_gaps())
    return sorted({(each.code, masked(each.text), each.source) for each in met})


def conditions():
    """What is said of a case that would have gone elsewhere."""
    cases = (ask(path).found.get("instead", {}) for path in FILES)
    return sorted({masked(condition) for instead in cases for condition in instead})


def masked(text):
    """A day is asked about by other tests; here it would make one sentence into fifty."""
    return DAY.sub("(day)", text)


def made():
    rows = ((f"`{code}`", text, *authority(source)) for code, text, source in reasons())
    table = reading.table(("Code", "What is said", "Authority", "Grade"), rows)
    otherwise = "\n".join(f"- {condition}" for condition in conditions())
    return f"{HEAD}\n{table}\n{OTHERWISE}\n{otherwise}\n"


def authority(key):
    source = PROTOCOL.sources[key]
    return source.title, source.grade.value


if __name__ == "__main__":
    PATH.write_text(made())
