"""Panels that did not go as planned, and cases that ended before one."""

from app.demo.plan import LETTER, REPAY, SESSIONS, SUBSTANCES
from app.demo.steps import panel, police, service
from app.demo.stories import children
from app.demo.stories.parts import (
    ASSESSED,
    BEFORE_PANEL,
    CONCLUDED,
    LETTER_DONE,
    SESSIONS_DONE,
    agreed,
    story,
)
from app.demo.story import Told, When, after, at_panel, listed
from panel_protocol.terms import AgendaRemoval, Disposal, WithdrawalReason

ADJOURNED = story(
    "adjourned, then decided",
    children.SILENT,
    *BEFORE_PANEL,
    at_panel(panel.taken_off(AgendaRemoval.ADJOURNED, "The child was ill.")),
    listed(1, panel.put_before_panel),
    at_panel(panel.decided(Disposal.OUTCOME_22, LETTER)),
    after(3, police.agreed),
    LETTER_DONE,
    *CONCLUDED,
)
INQUORATE = story(
    "a panel that was not quorate",
    children.SILENT,
    *ASSESSED,
    listed(1, panel.put_before_a_special_panel),
    at_panel(panel.inquorate(Disposal.OUTCOME_22, LETTER)),
    at_panel(panel.taken_off(AgendaRemoval.ADJOURNED, "Too few agencies came.")),
)
INTEREST_DECLARED = story(
    "the nurse knows the family",
    children.SECOND,
    *BEFORE_PANEL,
    at_panel(panel.nurse_knows_the_family),
    at_panel(panel.decided(Disposal.OUTCOME_23, LETTER, SUBSTANCES)),
)
RETURNED_ASSESSMENT = story(
    "an assessment returned to its author",
    children.SECOND,
    after(1, service.allocated),
    after(3, service.assessed),
    after(1, service.returned),
    after(1, service.victims_heard),
    after(1, service.countersigned),
    listed(1, panel.put_before_panel),
    at_panel(panel.decided(Disposal.COMMUNITY_RESOLUTION)),
    after(3, police.agreed),
    after(5, police.given),
)
TURNED_18 = story(
    "eighteen before the panel",
    children.NEARLY_18,
    *BEFORE_PANEL,
    at_panel(panel.not_open(Disposal.YOUTH_CAUTION)),
    at_panel(panel.decided(Disposal.OUTCOME_22, REPAY, SESSIONS)),
    after(2, police.agreed),
    *SESSIONS_DONE[:1],
)
VICTIM_NOT_TOLD = story(
    "a victim whose details may not be shared",
    children.UNTOLD,
    *agreed(Disposal.NO_FURTHER_ACTION),
)
WITHDRAWN = tuple(
    story(
        f"withdrawn: {reason}",
        children.SILENT,
        *ASSESSED[:before],
        after(2, service.withdrawn(reason, why)),
    )
    for before, reason, why in (
        (1, WithdrawalReason.POLICE_WITHDREW, "The police charge another child instead."),
        (0, WithdrawalReason.SUBMITTED_IN_ERROR, "The same incident was submitted twice."),
        (1, WithdrawalReason.NEW_EVIDENCE, "A recording shows that the child was elsewhere."),
        (0, WithdrawalReason.VICTIM_OR_WITNESS, "The only witness has withdrawn."),
        (1, WithdrawalReason.CHILD_MOVED_AWAY, "The family has moved to another force's area."),
    )
)

TOLD = (
    Told(ADJOURNED, 1, When.UNDER_THE_OLDER_EDITION),
    Told(INQUORATE, 1, When.NOW, (0, 6)),
    Told(INTEREST_DECLARED, 1, When.NOW, (0, 6)),
    Told(RETURNED_ASSESSMENT, 1),
    Told(TURNED_18, 1, When.NOW),
    Told(VICTIM_NOT_TOLD, 1),
    *(Told(each, 1) for each in WITHDRAWN),
)
