"""Diversion and resolution, agreed and carried out."""

from app.demo.plan import AWARENESS, KNIVES, LETTER, MEETING, PAYBACK, REPAY, SESSIONS
from app.demo.steps import conditions
from app.demo.stories import children
from app.demo.stories.parts import (
    CONCLUDED,
    LETTER_DONE,
    PAYBACK_DONE,
    SESSIONS_DONE,
    agreed,
    given,
    story,
)
from app.demo.story import Told, after
from panel_protocol.terms import ConditionKind, Disposal

OUTCOME_22 = story(
    "Outcome 22: letter and ten hours",
    children.SILENT,
    *agreed(Disposal.OUTCOME_22, LETTER, PAYBACK),
    LETTER_DONE,
    *PAYBACK_DONE,
    *CONCLUDED,
)
OUTCOME_22_SESSIONS = story(
    "Outcome 22 on a denial: sessions and awareness",
    children.DENIED,
    *agreed(Disposal.OUTCOME_22, SESSIONS, AWARENESS),
    *SESSIONS_DONE,
    after(4, conditions.attended(ConditionKind.VICTIM_AWARENESS, 2)),
    after(0, conditions.completed(ConditionKind.VICTIM_AWARENESS)),
    *CONCLUDED,
)
KNIFE_DIVERTED = story(
    "a knife at school: diverted, evidenced work",
    children.WITH_KNIFE,
    *agreed(Disposal.OUTCOME_22, KNIVES, SESSIONS),
    after(10, conditions.attended(ConditionKind.KNIFE_AWARENESS, 4)),
    after(1, conditions.completed(ConditionKind.KNIFE_AWARENESS)),
    *SESSIONS_DONE,
    *CONCLUDED,
)
RESOLUTION = story("community resolution", children.SECOND, *given(Disposal.COMMUNITY_RESOLUTION))
RESOLUTION_WITH_PLAN = story(
    "community resolution with a meeting and repayment",
    children.ACCEPTED,
    *given(Disposal.COMMUNITY_RESOLUTION, MEETING, REPAY),
    after(20, conditions.completed(ConditionKind.RESTORATIVE_MEETING)),
    after(10, conditions.completed(ConditionKind.COMPENSATION)),
    *CONCLUDED,
)
NO_ACTION = story(
    "no further action by the panel", children.SECOND, *agreed(Disposal.NO_FURTHER_ACTION)
)
TOLD = (Told(OUTCOME_22, 6), Told(KNIFE_DIVERTED, 1))
