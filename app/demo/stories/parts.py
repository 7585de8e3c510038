"""What many stories have in common: how they begin, and how a plan is carried out."""

from app.demo.plan import Piece
from app.demo.situations import Situation
from app.demo.steps import conditions, panel, police, service
from app.demo.story import Planned, Story, after, at_panel, listed
from panel_protocol.terms import ConditionKind, CourtOutcome, Disposal


def story(name: str, situation: Situation, *steps: Planned) -> Story:
    return Story(name, situation, (after(0, police.submitted), *steps))


ASSESSED = (
    after(1, service.allocated),
    after(4, service.assessed),
    after(1, service.victims_heard),
    after(1, service.countersigned),
)
BEFORE_PANEL = (*ASSESSED, listed(1, panel.put_before_panel))


def at_table(disposal: Disposal, *plan: Piece) -> tuple[Planned, ...]:
    return (*BEFORE_PANEL, at_panel(panel.decided(disposal, *plan)))


def advised(disposal: Disposal, *plan: Piece) -> tuple[Planned, ...]:
    """The panel does what social care would."""
    at_the_table = (panel.recommended(disposal), panel.decided(disposal, *plan))
    return (*BEFORE_PANEL, *map(at_panel, at_the_table))


def agreed(disposal: Disposal, *plan: Piece) -> tuple[Planned, ...]:
    return (*at_table(disposal, *plan), after(3, police.agreed))


def given(disposal: Disposal, *plan: Piece) -> tuple[Planned, ...]:
    return (*agreed(disposal, *plan), after(6, police.given))


LETTER_DONE = after(14, conditions.completed(ConditionKind.LETTER_OF_APOLOGY))
PAYBACK_DONE = (
    after(10, conditions.attended(ConditionKind.COMMUNITY_PAYBACK, 5)),
    after(14, conditions.attended(ConditionKind.COMMUNITY_PAYBACK, 5)),
    after(1, conditions.completed(ConditionKind.COMMUNITY_PAYBACK)),
)
SESSIONS_DONE = (
    after(9, conditions.attended(ConditionKind.DIRECT_WORK, 2)),
    after(10, conditions.came_late(ConditionKind.DIRECT_WORK, 2)),
    after(7, conditions.was_ill(ConditionKind.DIRECT_WORK)),
    after(7, conditions.attended(ConditionKind.DIRECT_WORK, 2)),
    after(1, conditions.completed(ConditionKind.DIRECT_WORK)),
)
CONCLUDED = (after(3, conditions.concluded), after(2, service.victims_told))
CONVICTED = after(45, police.court(CourtOutcome.CONVICTED))
