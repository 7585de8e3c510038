"""Cases as they stand today, at every stage: the worklist of a working week."""

from app.demo.plan import LETTER, PAYBACK
from app.demo.steps import conditions, service
from app.demo.stories import children
from app.demo.stories.parts import ASSESSED, BEFORE_PANEL, agreed, story
from app.demo.story import Told, When, after
from panel_protocol.terms import ConditionKind, Disposal

NEW = story("just submitted", children.SILENT)
BEGUN = story(
    "an assessment begun",
    children.HATEFUL,
    after(1, service.allocated),
    after(3, service.begun),
)
SIGNED = story("signed, not yet countersigned", children.MIDDLING, *ASSESSED[:2])
LISTED = story("listed for a coming panel", children.SECOND, *BEFORE_PANEL)
HALF_DONE = story(
    "a letter written, work to do",
    children.DENIED,
    *agreed(Disposal.OUTCOME_22, LETTER, PAYBACK),
    after(14, conditions.completed(ConditionKind.LETTER_OF_APOLOGY)),
    after(6, conditions.attended(ConditionKind.COMMUNITY_PAYBACK, 5)),
)

TOLD = (
    Told(NEW, 18, When.NOW, (0, 4)),
    Told(BEGUN, 1, When.NOW, (0, 5)),
    Told(BEGUN, 1, When.NOW, (25, 40)),
    Told(SIGNED, 1, When.NOW),
    # No older than the notice a panel gives, so that the panel is still to come.
    Told(LISTED, 6, When.NOW, (0, 0)),
    # Half done, and nothing since: the ten hours are overdue today.
    Told(HALF_DONE, 1, When.NOW, (80, 100)),
)
