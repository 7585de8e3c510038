"""The words of the practice, spelt as the public contract spells them."""

from enum import StrEnum


class Disposal(StrEnum):
    """What a panel may recommend, from the least serious to the most."""

    NO_FURTHER_ACTION = "no_further_action"
    COMMUNITY_RESOLUTION = "community_resolution"
    OUTCOME_22 = "outcome_22"
    OUTCOME_23 = "outcome_23"
    YOUTH_CAUTION = "youth_caution"
    YOUTH_CONDITIONAL_CAUTION = "youth_conditional_caution"
    CHARGE = "charge"


class OutcomeKind(StrEnum):
    """What may stand in a child's history."""

    NO_FURTHER_ACTION = "no_further_action"
    COMMUNITY_RESOLUTION = "community_resolution"
    OUTCOME_22 = "outcome_22"
    OUTCOME_23 = "outcome_23"
    YOUTH_CAUTION = "youth_caution"
    YOUTH_CONDITIONAL_CAUTION = "youth_conditional_caution"
    CHARGE = "charge"
    REPRIMAND = "reprimand"
    FINAL_WARNING = "final_warning"
    CONVICTION = "conviction"


class EvidenceTest(StrEnum):
    FULL_CODE = "full_code"
    THRESHOLD = "threshold"
    NOT_MET = "not_met"


class Admission(StrEnum):
    ADMITS = "admits"
    ACCEPTS_RESPONSIBILITY = "accepts_responsibility"
    NO_COMMENT = "no_comment"
    DENIES = "denies"
    NOT_INTERVIEWED = "not_interviewed"


class LegalAdvice(StrEnum):
    RECEIVED = "received"
    DECLINED = "declined"
    NOT_OFFERED = "not_offered"
    NOT_KNOWN = "not_known"


class Knife(StrEnum):
    NONE = "none"
    POSSESSION = "possession"
    THREAT = "threat"


class SexualImagery(StrEnum):
    NONE = "none"
    CONSENSUAL_PEER = "consensual_peer"
    AGGRAVATED = "aggravated"


class Bail(StrEnum):
    VOLUNTARY_ATTENDANCE = "voluntary_attendance"
    PRE_CHARGE_BAIL = "pre_charge_bail"
    RELEASED_UNDER_INVESTIGATION = "released_under_investigation"
    CUSTODY = "custody"
    NONE = "none"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    NOT_KNOWN = "not_known"


class Route(StrEnum):
    """Where triage sends a case."""

    OFFICER_RESOLUTION = "officer_resolution"
    PANEL = "panel"
    CHARGE_CONSIDERATION = "charge_consideration"
    NO_FURTHER_ACTION = "no_further_action"
    RETURN_TO_POLICE = "return_to_police"
    REVIEW = "review"


class ClosedAs(StrEnum):
    OFFICER_RESOLUTION = "officer_resolution"
    CHARGE_CONSIDERATION = "charge_consideration"
    NO_FURTHER_ACTION = "no_further_action"
    COMMUNITY_RESOLUTION = "community_resolution"
    OUTCOME_22 = "outcome_22"
    OUTCOME_23 = "outcome_23"
    YOUTH_CAUTION = "youth_caution"
    YOUTH_CONDITIONAL_CAUTION = "youth_conditional_caution"
    CHARGED = "charged"
    RETURNED_TO_POLICE = "returned_to_police"
    WITHDRAWN = "withdrawn"
    TRANSFERRED_OUT = "transferred_out"


class WithdrawalReason(StrEnum):
    POLICE_WITHDREW = "police_withdrew"
    SUBMITTED_IN_ERROR = "submitted_in_error"
    NEW_EVIDENCE = "new_evidence"
    VICTIM_OR_WITNESS = "victim_or_witness"
    CHILD_MOVED_AWAY = "child_moved_away"
    OTHER = "other"


class TransferReason(StrEnum):
    """Why another service is to keep a case; where the offence was is never one."""

    CHILD_MOVED = "child_moved"
    HOME_RECORDED_WRONGLY = "home_recorded_wrongly"
    RESPONSIBLE_AUTHORITY = "responsible_authority"
    AGREED_BETWEEN_SERVICES = "agreed_between_services"


class TransferStatus(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class HoldSource(StrEnum):
    """What opened a hold over exploitation."""

    SUBMISSION = "submission"
    ASSESSMENT = "assessment"
    CONCERN = "concern"
    REFERRAL = "referral"


class VictimKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class VictimStatus(StrEnum):
    """How far the victim has been heard; anything but the first is a status."""

    NOT_YET_CONTACTED = "not_yet_contacted"
    CONTACTED = "contacted"
    VIEWS_RECORDED = "views_recorded"
    DECLINED = "declined"
    COULD_NOT_BE_REACHED = "could_not_be_reached"
    MAY_NOT_BE_CONTACTED = "may_not_be_contacted"


class RestorativeAnswer(StrEnum):
    NOT_OFFERED = "not_offered"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class AgendaRemoval(StrEnum):
    ADJOURNED = "adjourned"
    NOT_READY = "not_ready"
    LISTED_IN_ERROR = "listed_in_error"
    WITHDRAWN = "withdrawn"


class Countersignature(StrEnum):
    AGREED = "agreed"
    RETURNED = "returned"


class AssessmentStatus(StrEnum):
    UNSIGNED = "unsigned"
    SIGNED = "signed"
    RETURNED = "returned"
    COUNTERSIGNED = "countersigned"


class SignatureKind(StrEnum):
    """What somebody's signature on an assessment said."""

    SIGNED = "signed"
    AGREED = "agreed"
    RETURNED = "returned"


class ModeOfTrial(StrEnum):
    SUMMARY = "summary"
    EITHER_WAY = "either_way"
    INDICTABLE_ONLY = "indictable_only"


class ConditionKind(StrEnum):
    LETTER_OF_APOLOGY = "letter_of_apology"
    COMMUNITY_PAYBACK = "community_payback"
    DIRECT_WORK = "direct_work"
    VICTIM_AWARENESS = "victim_awareness"
    RESTORATIVE_MEETING = "restorative_meeting"
    EDUCATION = "education"
    SUBSTANCE_MISUSE = "substance_misuse"
    MENTAL_HEALTH = "mental_health"
    MENTORING = "mentoring"
    KNIFE_AWARENESS = "knife_awareness"
    EXCLUSION = "exclusion"
    CURFEW = "curfew"
    RESTRICTION = "restriction"
    FINANCIAL_PENALTY = "financial_penalty"
    COMPENSATION = "compensation"
    OTHER = "other"


class ConditionObject(StrEnum):
    REHABILITATION = "rehabilitation"
    REPARATION = "reparation"
    PUNISHMENT = "punishment"


class ConditionStatus(StrEnum):
    PENDING = "pending"
    ON_TRACK = "on_track"
    OVERDUE = "overdue"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    EXCUSED = "excused"
    VARIED = "varied"


class AttendanceKind(StrEnum):
    ATTENDED = "attended"
    LATE = "late"
    MISSED_ACCEPTABLE = "missed_acceptable"
    MISSED_UNACCEPTABLE = "missed_unacceptable"


class BreachChoice(StrEnum):
    NO_ACTION = "no_action"
    VARY = "vary"
    EXTEND = "extend"
    RETURN_TO_PANEL = "return_to_panel"
    RESUME_PROSECUTION = "resume_prosecution"


class AdultCategory(StrEnum):
    """Who may be an appropriate adult, in the Act's order; the last only where no other could."""

    PARENT_GUARDIAN = "parent_guardian"
    CARE_REPRESENTATIVE = "care_representative"
    SOCIAL_WORKER = "social_worker"
    OTHER_ADULT = "other_adult"


class TeamDuty(StrEnum):
    """What a youth offending team may or must do after a youth caution."""

    MAY_ASSESS = "may_assess"
    MUST_ASSESS = "must_assess"


class Shown(StrEnum):
    """What a record check makes of an outcome."""

    SHOWS = "shows"
    MAY_SHOW = "may_show"
    DOES_NOT_SHOW = "does_not_show"
    DEPENDS_ON_COURT = "depends_on_court"


class AuthorisedPerson(StrEnum):
    """As whom an officer gives a caution."""

    CONSTABLE = "constable"
    INVESTIGATING_OFFICER = "investigating_officer"
    AUTHORISED_BY_PROSECUTOR = "authorised_by_prosecutor"


class SignedPart(StrEnum):
    """What the document holds that a child signs to a conditional caution."""

    OFFENCE = "offence"
    ADMISSION = "admission"
    CONSENT = "consent"
    CONDITIONS = "conditions"


class CourtOutcome(StrEnum):
    """What became of a charge."""

    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    DISCONTINUED = "discontinued"
    REFERRED_BACK = "referred_back"
