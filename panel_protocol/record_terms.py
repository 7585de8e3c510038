"""The words of records themselves: why one is kept, kept unused, or destroyed."""

from enum import StrEnum


class RestrictionGround(StrEnum):
    """Why a record is kept and not used (DPA 2018 s.47)."""

    ACCURACY_CONTESTED = "accuracy_contested"
    NEEDED_AS_EVIDENCE = "needed_as_evidence"


class RetentionStep(StrEnum):
    """What becomes of a record when its keeping is looked at."""

    FLAGGED = "flagged"
    RETAIN = "retain"
    DISPOSE = "dispose"
    HOLD = "hold"
    RELEASE = "release"


class ErasureGround(StrEnum):
    """Why a record must go before its time (DPA 2018 s.47)."""

    INFRINGES_PRINCIPLES = "infringes_principles"
    LEGAL_OBLIGATION = "legal_obligation"


class RequestEvent(StrEnum):
    """What moves the clock of a request for access."""

    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_GIVEN = "clarification_given"
    EXTENDED = "extended"


class Kpi6Type(StrEnum):
    """The types of key performance indicator 6, in the return's own order."""

    COMMUNITY_RESOLUTION = "community_resolution"
    NFA_O22_YJS = "nfa_o22_yjs"
    NFA_O22_DEFERRED_YJS = "nfa_o22_deferred_yjs"
    NFA_O20_21_YJS = "nfa_o20_21_yjs"
    YC_YJS = "yc_yjs"
    YCC = "ycc"
