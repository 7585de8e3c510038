"""Plans that did not go as planned: varied, breached, and what was then decided."""

from app.demo.plan import AWARENESS, LETTER, PAYBACK, SESSIONS
from app.demo.steps import conditions, panel, police, service
from app.demo.stories import children
from app.demo.stories.parts import (
    CONCLUDED,
    CONVICTED,
    LETTER_DONE,
    PAYBACK_DONE,
    agreed,
    given,
    story,
)
from app.demo.story import Planned, Story, Told, When, after, at_panel, listed
from panel_protocol.terms import BreachChoice, ConditionKind, Disposal, OutcomeKind

VARIED = story(
    "a letter varied to awareness sessions",
    children.SILENT,
    *agreed(Disposal.OUTCOME_22, LETTER, PAYBACK),
    after(8, conditions.varied(ConditionKind.LETTER_OF_APOLOGY, AWARENESS)),
    *PAYBACK_DONE,
    after(5, conditions.attended(ConditionKind.VICTIM_AWARENESS, 2)),
    after(1, conditions.completed(ConditionKind.VICTIM_AWARENESS)),
    *CONCLUDED,
)

_MISSED = (
    after(7, conditions.missed(ConditionKind.COMMUNITY_PAYBACK)),
    after(7, conditions.missed(ConditionKind.COMMUNITY_PAYBACK)),
    after(3, conditions.breached(ConditionKind.COMMUNITY_PAYBACK)),
)


def _in_breach(name: str, *ending: Planned) -> Story:
    plan = agreed(Disposal.OUTCOME_22, LETTER, PAYBACK)
    return story(name, children.SILENT, *plan, LETTER_DONE, *_MISSED, *ending)


BREACH_OPEN = _in_breach("breach under review")
NO_ACTION_TAKEN = _in_breach(
    "breach: no action, then done",
    after(4, conditions.breach_decided(BreachChoice.NO_ACTION, "The child has begun again.")),
    *PAYBACK_DONE,
    *CONCLUDED,
)
EXCUSED = _in_breach(
    "breach: the rest excused",
    after(4, conditions.excused(ConditionKind.COMMUNITY_PAYBACK, "The child is seriously ill.")),
    *CONCLUDED,
)
EXTENDED = _in_breach(
    "breach: extended, then done",
    after(4, conditions.given_longer(42, "The child was in hospital, and wants to finish.")),
    *PAYBACK_DONE,
    *CONCLUDED,
)
VARIED_AFTER_BREACH = _in_breach(
    "breach: varied, then done",
    after(
        4,
        conditions.varied_after_breach(
            ConditionKind.COMMUNITY_PAYBACK, AWARENESS, "Outdoor work is beyond this child."
        ),
    ),
    after(10, conditions.attended(ConditionKind.VICTIM_AWARENESS, 2)),
    after(1, conditions.completed(ConditionKind.VICTIM_AWARENESS)),
    *CONCLUDED,
)
BACK_TO_PANEL = _in_breach(
    "breach: back to the panel",
    after(4, conditions.breach_decided(BreachChoice.RETURN_TO_PANEL, "The plan does not fit.")),
    listed(2, panel.put_before_panel),
    at_panel(panel.decided(Disposal.OUTCOME_22, SESSIONS)),
    after(3, police.agreed),
    after(20, conditions.attended(ConditionKind.DIRECT_WORK, 6)),
    after(1, conditions.completed(ConditionKind.DIRECT_WORK)),
    *CONCLUDED,
)
_RESUMED = (
    after(
        4,
        conditions.breach_decided(
            BreachChoice.RESUME_PROSECUTION, "Nothing was done, and no reason was given."
        ),
    ),
    CONVICTED,
)
PROSECUTED = _in_breach("breach: prosecution resumed, convicted", *_RESUMED)


def _nothing_done(name: str, *plan: Planned) -> Story:
    return story(name, children.GRAVE, *plan, *_MISSED, *_RESUMED)


CAUTION_PROSECUTED = _nothing_done(
    "conditional caution breached, prosecuted",
    *given(Disposal.YOUTH_CONDITIONAL_CAUTION, PAYBACK),
)
DEFERRED_PROSECUTED = _nothing_done(
    "Outcome 23 not kept, prosecuted", *agreed(Disposal.OUTCOME_23, PAYBACK)
)

MOVED_AREA = Story(
    "moved area between two outcomes",
    children.MIDDLING,
    (
        after(0, service.lives_in(1)),
        after(0, police.reported(OutcomeKind.YOUTH_CAUTION)),
        after(60, service.lives_in(0)),
        after(1, police.submitted),
        *given(Disposal.YOUTH_CAUTION),
    ),
)

TOLD = (
    Told(VARIED, 1),
    Told(NO_ACTION_TAKEN, 1),
    Told(EXCUSED, 1),
    Told(EXTENDED, 1),
    Told(VARIED_AFTER_BREACH, 1),
    Told(BACK_TO_PANEL, 1),
    Told(PROSECUTED, 1, When.UNDER_THE_OLDER_EDITION),
    Told(PROSECUTED, 1),
    Told(CAUTION_PROSECUTED, 1),
    Told(DEFERRED_PROSECUTED, 1),
    Told(MOVED_AREA, 1),
    Told(BREACH_OPEN, 1, When.NOW),
)
