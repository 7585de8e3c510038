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


def _breach(kind: ConditionKind) -> tuple[Planned, ...]:
    """Twice nobody came, and the officer says so."""
    missed = after(7, conditions.missed(kind))
    return (missed, missed, after(3, conditions.breached(kind)))


def _settled(choice: BreachChoice, why: str) -> Planned:
    return after(4, conditions.breach_decided(choice, why))


_MISSED = _breach(ConditionKind.COMMUNITY_PAYBACK)
_LONGER = after(4, conditions.given_longer(42, "The child was in hospital, and wants to finish."))
_RESUMED = (
    _settled(BreachChoice.RESUME_PROSECUTION, "Nothing was done, and no reason was given."),
    CONVICTED,
)


def _in_breach(name: str, *ending: Planned) -> Story:
    plan = agreed(Disposal.OUTCOME_22, LETTER, PAYBACK)
    return story(name, children.SILENT, *plan, LETTER_DONE, *_MISSED, *ending)


EXTENDED = _in_breach("breach: extended, then done", _LONGER, *PAYBACK_DONE, *CONCLUDED)
PROSECUTED = _in_breach("breach: prosecution resumed, convicted", *_RESUMED)
UNDER_REVIEW = _in_breach("breach: extended, breached again, under review", _LONGER, *_MISSED)
BACK_TO_PANEL = story(
    "breach: varied, breached again, back to the panel, charged",
    children.SILENT,
    *agreed(Disposal.OUTCOME_22, PAYBACK),
    *_MISSED,
    after(
        4,
        conditions.varied_after_breach(
            ConditionKind.COMMUNITY_PAYBACK, AWARENESS, "Outdoor work is beyond this child."
        ),
    ),
    *_breach(ConditionKind.VICTIM_AWARENESS),
    _settled(BreachChoice.RETURN_TO_PANEL, "No plan has been kept to."),
    listed(2, panel.put_before_panel),
    at_panel(panel.decided(Disposal.CHARGE)),
    after(3, police.agreed),
    CONVICTED,
)
EXCUSED_ONCE = story(
    "breach: excused once, then prosecuted and convicted",
    children.GRAVE,
    *agreed(Disposal.OUTCOME_23, PAYBACK, SESSIONS),
    *_MISSED,
    after(4, conditions.excused(ConditionKind.COMMUNITY_PAYBACK, "The child broke an arm.")),
    *_breach(ConditionKind.DIRECT_WORK),
    *_RESUMED,
)
MOVED_AREA = Story(
    "moved area between two outcomes",
    children.MIDDLING,
    (
        after(0, service.lives_in(1)),
        after(0, police.reported(OutcomeKind.YOUTH_CAUTION)),
        after(60, service.lives_in(0)),
        after(1, police.submitted),
        *agreed(Disposal.OUTCOME_23, LETTER, AWARENESS),
        LETTER_DONE,
        after(8, conditions.attended(ConditionKind.VICTIM_AWARENESS, 1)),
        after(
            1,
            conditions.completed(
                ConditionKind.VICTIM_AWARENESS, hours_short="One long session did what two would."
            ),
        ),
        *CONCLUDED,
    ),
)

TOLD = (
    Told(VARIED, 1),
    Told(UNDER_REVIEW, 1, When.NOW),
    Told(BACK_TO_PANEL, 1),
    Told(EXCUSED_ONCE, 1),
    Told(MOVED_AREA, 1),
)
