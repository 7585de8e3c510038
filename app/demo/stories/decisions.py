"""Cautions and charges, and police who decide otherwise than the panel."""

from app.demo.plan import KEEP_AWAY, LETTER, PAYBACK
from app.demo.steps import conditions, police
from app.demo.stories import children
from app.demo.stories.parts import (
    CONCLUDED,
    CONVICTED,
    LETTER_DONE,
    PAYBACK_DONE,
    advised,
    agreed,
    given,
    story,
)
from app.demo.story import Told, When, after
from panel_protocol.terms import ConditionKind, Disposal

CAUTION = story("youth caution", children.MIDDLING, *given(Disposal.YOUTH_CAUTION))
CONDITIONAL_CAUTION = story(
    "youth conditional caution, kept",
    children.GRAVE,
    *given(Disposal.YOUTH_CONDITIONAL_CAUTION, PAYBACK, KEEP_AWAY),
    *PAYBACK_DONE,
    after(5, conditions.completed(ConditionKind.EXCLUSION)),
    *CONCLUDED,
)
CHARGED = story(
    "charged on the panel's advice", children.GRAVE, *agreed(Disposal.CHARGE), CONVICTED
)

# The police decide otherwise
POLICE_CAUTION = story(
    "panel Outcome 22, police youth caution",
    children.MIDDLING,
    *advised(Disposal.OUTCOME_22, LETTER),
    after(3, police.decided_otherwise(Disposal.YOUTH_CAUTION, "The injury was serious.")),
    after(5, police.given),
)
POLICE_DIVERT = story(
    "panel youth caution, police Outcome 22",
    children.MIDDLING,
    *advised(Disposal.YOUTH_CAUTION),
    after(
        3,
        police.decided_otherwise(
            Disposal.OUTCOME_22, "The victim asks for work with the child.", LETTER
        ),
    ),
    LETTER_DONE,
    *CONCLUDED,
)
TOLD = (
    Told(CONDITIONAL_CAUTION, 1, When.UNDER_THE_OLDER_EDITION),
    Told(POLICE_CAUTION, 1),
)
