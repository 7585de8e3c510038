"""What goes to a prosecutor: some conditional cautions, and the form that goes with a referral."""

from collections.abc import Iterator
from datetime import date

from panel_protocol.catalogue import Offence
from panel_protocol.dated import Answer
from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.groups.shapes import Words
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.officer import standing
from panel_protocol.rules.open_questions import told
from panel_protocol.terms import Disposal, ModeOfTrial, OutcomeKind

_CHARGED = {OutcomeKind.CHARGE, OutcomeKind.CONVICTION}


def indictable_only(protocol: Protocol, facts: CaseFacts) -> bool:
    return any(
        offence.mode_of_trial is ModeOfTrial.INDICTABLE_ONLY for offence in _known(protocol, facts)
    )


def must_be_asked(protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal) -> bool:
    """Whether a prosecutor decides, or nobody can yet say that the police may."""
    if disposal is not Disposal.YOUTH_CONDITIONAL_CAUTION:
        return False
    return bool(_grounds(protocol, facts, on)) or _unknown(protocol, facts)


def told_of(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal
) -> tuple[Reason, ...]:
    """Who decides a conditional caution, and what goes with a case to the prosecutor."""
    if disposal is Disposal.CHARGE:
        return information_form(protocol, facts, on)
    if disposal is not Disposal.YOUTH_CONDITIONAL_CAUTION:
        return ()
    form = must_be_asked(protocol, facts, on, disposal)
    return (
        *_who_decides(protocol, facts, on),
        *_listed(protocol, on)[1],
        *(information_form(protocol, facts, on) if form else ()),
    )


def against(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal, *, decided: bool
) -> tuple[Reason, ...]:
    """What stops the police from deciding alone; `decided` once a prosecutor has.

    Where an offence is in no catalogue, nobody can say that it is outside the Director's list:
    that case alone needs the list itself, and is stopped by the question while it is open.
    """
    if decided or disposal is not Disposal.YOUTH_CONDITIONAL_CAUTION:
        return ()
    if why := _grounds(protocol, facts, on):
        text = f"A prosecutor must decide on this conditional caution first: {_said(why)}"
        return (Reason("prosecutor_must_decide", text, _listed(protocol, on)[0].source),)
    if not _unknown(protocol, facts):
        return ()
    listed = protocol.options.conditional_caution_prosecutor_list.on(on)
    text = "A prosecutor must decide first: an offence here is not in the list of offences"
    return (Reason("prosecutor_must_decide", text, listed.source),)


def information_form(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """Each limb that calls for a Child Information Form, and whose it is; empty for no form."""
    rules = protocol.prosecutor
    if rules.information_form_limbs.entry_on(on) is None:
        return ()
    limbs = (*_of_child(protocol, facts, on), *_of_offence(protocol, facts, on))
    if not limbs:
        return ()
    by, again = rules.information_form_by.on(on), rules.information_form_each_time.on(on)
    return (
        *limbs,
        Reason("cif_by_police", by.value, by.source),
        Reason("cif_new_each_time", again.value, again.source),
    )


def form_missing(
    protocol: Protocol, facts: CaseFacts, on: date, *, completed: bool
) -> tuple[Reason, ...]:
    """That a case is referred without the form that goes with it."""
    form = information_form(protocol, facts, on)
    if completed or not form:
        return ()
    text = "No Child Information Form is recorded with this referral"
    return (Reason("information_form_missing", text, form[0].source),)


def _who_decides(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    source = _listed(protocol, on)[0].source
    if why := _grounds(protocol, facts, on):
        yield Reason("prosecutor_decides", f"A prosecutor decides: {_said(why)}", source)
    elif _unknown(protocol, facts):
        text = "An offence here is not in the list of offences: nobody can say that police may"
        yield Reason("prosecutor_unless_listed", text, source)
    else:
        kept = _said(_listed(protocol, on)[0].value)
        text = f"The police may decide: prosecutors keep only {kept}, as far as is known"
        yield Reason("police_may_decide", text, source)


def _listed(protocol: Protocol, on: date) -> tuple[Answer[Words], tuple[Reason, ...]]:
    """The Director's list; until somebody has read it our inference, with the open question."""
    rules = protocol.options
    listed, open_question = told(lambda: rules.conditional_caution_prosecutor_list.on(on))
    return listed or rules.conditional_caution_for_prosecutor.on(on), open_question


def _grounds(protocol: Protocol, facts: CaseFacts, on: date) -> Words:
    """What is listed and holds here: a circumstance, or an offence by its group or its code."""
    holds = {
        *(name for name in ("hate_crime", "domestic_abuse") if getattr(facts, name)),
        *(offence.group for offence in _known(protocol, facts)),
        *(offence.offence_code for offence in facts.offences),
    }
    if indictable_only(protocol, facts):
        holds.add("indictable_only")
    return tuple(ground for ground in _listed(protocol, on)[0].value if ground in holds)


def _of_child(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    rules = protocol.prosecutor
    limbs = rules.information_form_limbs.on(on)
    holds = {
        "never_charged": all(each.outcome not in _CHARGED for each in standing(facts, on)),
        "looked_after": facts.looked_after,
        "child_in_need": facts.child_in_need,
        "care_leaver": facts.care_leaver
        and age_on(facts.date_of_birth, on) <= rules.care_leaver_up_to_age.on(on).value,
    }
    for limb in limbs.value:
        if holds.get(limb):
            yield _limb(limb, _LIMBS[limb], limbs.source)


def _of_offence(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    groups = protocol.routing.information_form_groups.on(on)
    years = protocol.routing.information_form_years.on(on)
    unknown = protocol.prosecutor.unknown_maximum_counts.on(on)
    offences = _known(protocol, facts)
    if any(offence.group in groups.value for offence in offences):
        yield _limb("sexual", "the offence is sexual", groups.source)
    if any(_years(offence) >= years.value for offence in offences):
        text = f"an adult could get {years.value} years or more"
        yield _limb("fourteen_years", text, years.source)
    elif _unknown(protocol, facts) or any(
        not offence.adult_max_custody and offence.mode_of_trial in unknown.value
        for offence in offences
    ):
        text = f"nobody has told us whether an adult could get {years.value} years"
        yield _limb("maximum_unknown", text, unknown.source)


def _limb(code: str, why: str, source: str) -> Reason:
    return Reason(f"cif_{code}", f"A Child Information Form goes with the case: {why}", source)


def _years(offence: Offence) -> float:
    text = offence.adult_max_custody
    if text.startswith("life"):
        return float("inf")
    return float(text[:-1]) if text.endswith("y") else 0.0


def _known(protocol: Protocol, facts: CaseFacts) -> list[Offence]:
    codes = [each.offence_code for each in facts.offences]
    return [protocol.offences[code] for code in codes if code in protocol.offences]


def _unknown(protocol: Protocol, facts: CaseFacts) -> bool:
    return any(each.offence_code not in protocol.offences for each in facts.offences)


def _said(words: Words) -> str:
    return ", ".join(word.replace("_", " ") for word in words)


_LIMBS = {
    "never_charged": "the child has never been charged before",
    "looked_after": "the child is looked after",
    "child_in_need": "the child is a child in need",
    "care_leaver": "the child has left care",
}
