"""Children whose entry was never before a panel: the police report it."""

from app.demo import situations as said
from app.demo.situations import Situation
from app.demo.steps import police
from app.demo.story import Story, after
from panel_protocol.terms import OutcomeKind

_SERIOUS = Situation(offences=(*said.MIDDLE, *said.HIGH, *said.TOP))
_CONVICTED = police.reported(OutcomeKind.CONVICTION)

CONVICTION = Story("convicted after direct charge", _SERIOUS, (after(0, _CONVICTED),))
CAUTION = Story(
    "a youth caution at the station",
    Situation(offences=said.MIDDLE),
    (after(0, police.reported(OutcomeKind.YOUTH_CAUTION)),),
)
CONVICTED_AGAIN = Story(
    "convicted, and again half a year later: an entrant once",
    _SERIOUS,
    (after(0, _CONVICTED), after(180, police.reported(OutcomeKind.CONVICTION, "again"))),
)
DIVERTED_BEFORE = Story(
    "a community resolution first, which does not count",
    _SERIOUS,
    (after(0, police.reported(OutcomeKind.COMMUNITY_RESOLUTION, "before")), after(90, _CONVICTED)),
)
MOVED_AWAY = Story(
    "diverted here, convicted when at home elsewhere: in no area's count",
    _SERIOUS,
    (
        after(0, police.reported(OutcomeKind.COMMUNITY_RESOLUTION, "before")),
        after(60, police.lives_elsewhere),
        after(0, _CONVICTED),
    ),
)
