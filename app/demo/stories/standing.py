"""Cases as they stand today, at every stage: the worklist of a working week."""

from app.demo.plan import KEEP_AWAY, LETTER, PAYBACK, SESSIONS
from app.demo.steps import conditions, service
from app.demo.stories import children
from app.demo.stories.parts import (
    ASSESSED,
    BEFORE_PANEL,
    SESSIONS_DONE,
    agreed,
    at_table,
    given,
    story,
)
from app.demo.story import Told, When, after
from panel_protocol.terms import ConditionKind, Disposal

NEW = story("just submitted", children.SILENT)
BEGUN = story(
    "an assessment begun",
    children.SECOND,
    after(1, service.allocated),
    after(3, service.begun),
)
SIGNED = story("signed, not yet countersigned", children.MIDDLING, *ASSESSED[:2])
READY = story("ready for a panel", children.MIDDLING, *ASSESSED)
LISTED = story("listed for a coming panel", children.SECOND, *BEFORE_PANEL)
DECIDED = story("awaiting the police", children.SECOND, *at_table(Disposal.OUTCOME_23, LETTER))
TO_BE_GIVEN = story("a caution to be given", children.MIDDLING, *agreed(Disposal.YOUTH_CAUTION))
STARTED = story("a plan begun", children.SILENT, *agreed(Disposal.OUTCOME_22, LETTER, PAYBACK))
ON_TRACK = story(
    "a plan on track",
    children.GRAVE,
    *given(Disposal.YOUTH_CONDITIONAL_CAUTION, SESSIONS, KEEP_AWAY),
    *SESSIONS_DONE[:2],
)
HALF_DONE = story(
    "a letter written, work to do",
    children.DENIED,
    *agreed(Disposal.OUTCOME_22, LETTER, PAYBACK),
    after(14, conditions.completed(ConditionKind.LETTER_OF_APOLOGY)),
    after(6, conditions.attended(ConditionKind.COMMUNITY_PAYBACK, 5)),
)

TOLD = (
    Told(NEW, 14, When.NOW, (0, 4)),
    Told(BEGUN, 1, When.NOW, (0, 5)),
    Told(BEGUN, 1, When.NOW, (25, 40)),
    Told(SIGNED, 1, When.NOW),
    Told(READY, 1, When.NOW, (0, 3)),
    # No older than the notice a panel gives, so that the panel is still to come.
    Told(LISTED, 6, When.NOW, (0, 0)),
    Told(DECIDED, 1, When.NOW, (0, 6)),
    Told(TO_BE_GIVEN, 1, When.NOW, (0, 6)),
    Told(STARTED, 1, When.NOW),
    Told(ON_TRACK, 1, When.NOW),
    Told(HALF_DONE, 1, When.NOW, (0, 5)),
    # Half done, and nothing since: the ten hours are overdue today.
    Told(HALF_DONE, 1, When.NOW, (80, 100)),
)
