"""Stories that triage ends, and those it leaves to a named person."""

from app.demo.plan import LETTER, MENTOR
from app.demo.steps import conditions, police, service
from app.demo.stories import children
from app.demo.stories.parts import CONCLUDED, CONVICTED, LETTER_DONE, agreed, story
from app.demo.story import Told, When, after
from panel_protocol.terms import ConditionKind, CourtOutcome, Disposal, Route

OFFICER_RESOLUTION = story("officer resolution", children.FIRST)
ASKED_AFTER = story("officer resolution, asked after", children.FIRST, after(7, police.looked_up))
NO_EVIDENCE = story("no evidential test met", children.NOT_PROVED)
BELOW_THE_MATRIX = story("a score of one", children.TRIFLING)
TOO_OLD = story("eighteen already", children.GROWN_UP)
CHARGED_AND_CONVICTED = story("charged for robbery, convicted", children.ROBBERY, CONVICTED)
CHARGED_AND_ACQUITTED = story(
    "charged, acquitted", children.ROBBERY, after(60, police.court(CourtOutcome.ACQUITTED))
)
CHARGE_DROPPED = story(
    "charge discontinued", children.ROBBERY, after(40, police.court(CourtOutcome.DISCONTINUED))
)
REFERRED_BACK = story(
    "referred back by the court",
    children.ROBBERY,
    after(20, police.court(CourtOutcome.REFERRED_BACK)),
)
HELD_FOR_COURT = story("held with a view to remand", children.HELD)

# A named person decides what the protocol could not
IN_REVIEW = tuple(
    story(f"in review: {why}", situation)
    for why, situation in (
        ("exploitation", children.EXPLOITED),
        ("unscored", children.UNSCORED),
        ("imagery", children.IMAGERY),
        ("knife used to threaten", children.THREAT),
    )
)
_SAFE = "The exploitation lead has spoken with the child; no reason to hold the case."
RELEASED_TO_PANEL = story(
    "exploitation concern, released, Outcome 22",
    children.EXPLOITED,
    after(3, service.reviewed(Route.PANEL, _SAFE)),
    *agreed(Disposal.OUTCOME_22, LETTER, MENTOR),
    LETTER_DONE,
    *(after(12, conditions.attended(ConditionKind.MENTORING, 4)) for _ in range(2)),
    after(1, conditions.completed(ConditionKind.MENTORING)),
    *CONCLUDED,
)
SCORED_BY_HAND = story(
    "unscored, scored by a manager, youth caution",
    children.UNSCORED,
    after(2, service.reviewed(Route.PANEL, "Scored beside like offences with the inspector.", 3)),
    *agreed(Disposal.YOUTH_CAUTION),
)
OUTCOME_21 = story(
    "imagery between peers, no further action",
    children.IMAGERY,
    after(2, service.reviewed(Route.NO_FURTHER_ACTION, "The police record Outcome 21.")),
)
THREAT_CHARGED = story(
    "knife used to threaten, to a charging decision",
    children.THREAT,
    after(1, service.reviewed(Route.CHARGE_CONSIDERATION, "A threat with a blade to a child.")),
    CONVICTED,
)
REVIEWED_TO_OFFICER = story(
    "reviewed, resolved by an officer",
    children.EXPLOITED,
    after(2, service.reviewed(Route.OFFICER_RESOLUTION, _SAFE)),
)
REVIEWED_BACK = story(
    "reviewed, returned to the police",
    children.UNSCORED,
    after(2, service.reviewed(Route.RETURN_TO_POLICE, "The offence code is not the right one.")),
)

TOLD = (
    Told(OFFICER_RESOLUTION, 8, When.UNDER_THE_OLDER_EDITION),
    Told(OFFICER_RESOLUTION, 34),
    Told(ASKED_AFTER, 2),
    Told(NO_EVIDENCE, 12),
    Told(BELOW_THE_MATRIX, 12),
    Told(TOO_OLD, 6),
    Told(CHARGED_AND_CONVICTED, 6),
    Told(CHARGED_AND_ACQUITTED, 1),
    Told(CHARGE_DROPPED, 1),
    Told(REFERRED_BACK, 1),
    Told(HELD_FOR_COURT, 1, When.NOW),
    Told(SCORED_BY_HAND, 1, When.NOW, (0, 6)),
    Told(OUTCOME_21, 2),
    Told(THREAT_CHARGED, 1),
    Told(REVIEWED_TO_OFFICER, 1),
    Told(REVIEWED_BACK, 1),
    *(Told(each, 2, When.NOW) for each in IN_REVIEW),
)
