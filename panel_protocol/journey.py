"""The road a case travels: each stage, and the stages it may go to next."""

from enum import StrEnum


class Stage(StrEnum):
    REVIEW = "review"
    ASSESSMENT = "assessment"
    PANEL_READY = "panel_ready"
    LISTED = "listed"
    DECIDED = "decided"
    INTERVENTION = "intervention"
    BREACH_REVIEW = "breach_review"
    CLOSED = "closed"


# Where triage may put a new case.
FIRST: frozenset[Stage] = frozenset({Stage.ASSESSMENT, Stage.REVIEW, Stage.CLOSED})

# Every open stage may close: by withdrawal until something runs, then by what comes of that.
NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.REVIEW: frozenset({Stage.ASSESSMENT, Stage.CLOSED}),
    Stage.ASSESSMENT: frozenset({Stage.PANEL_READY, Stage.CLOSED}),
    Stage.PANEL_READY: frozenset({Stage.LISTED, Stage.CLOSED}),
    Stage.LISTED: frozenset({Stage.PANEL_READY, Stage.DECIDED, Stage.CLOSED}),
    Stage.DECIDED: frozenset({Stage.INTERVENTION, Stage.CLOSED}),
    Stage.INTERVENTION: frozenset({Stage.BREACH_REVIEW, Stage.CLOSED}),
    Stage.BREACH_REVIEW: frozenset({Stage.INTERVENTION, Stage.PANEL_READY, Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}


def may_move(here: Stage, there: Stage) -> bool:
    return there in NEXT[here]
