"""From what the police say to the plain facts the protocol's rules take."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.cases import queries as cases
from app.cases.queries import CaseRow
from app.children import queries as children
from app.children.outcome_actions import impossible_outcome, known_area, refuse_under_ten
from app.children.queries import Outcome
from app.problems import FieldError, Unacceptable
from app.transaction import Transaction
from app.triage.schemas import CaseDescribed, CaseSubmitted, Circumstances
from panel_protocol.facts import CaseFacts, EarlierOutcome, OffenceFacts
from panel_protocol.rules import home_host
from panel_protocol.terms import Bail


def described(body: CaseSubmitted | CaseDescribed) -> CaseFacts:
    circumstances, evidence = body.circumstances, body.evidence
    return CaseFacts(
        date_of_birth=body.child.date_of_birth,
        home_area=body.child.home_area,
        looked_after=body.child.looked_after,
        responsible_authority=body.child.responsible_authority,
        child_in_need=circumstances.child_in_need,
        care_leaver=circumstances.care_leaver,
        offences=tuple(
            OffenceFacts(
                offence_code=offence.offence_code,
                committed_on=offence.committed_on,
                area=offence.area,
                aggravating_factors=tuple(offence.aggravating_factors),
                mitigating_factors=tuple(offence.mitigating_factors),
            )
            for offence in body.offences
        ),
        test=evidence.test,
        admission=evidence.admission,
        interviewed_on=evidence.interviewed_on,
        appropriate_adult_present=evidence.appropriate_adult_present,
        legal_advice=evidence.legal_advice,
        history=tuple(
            EarlierOutcome(
                outcome=given.outcome,
                given_on=given.given_on,
                home_area=given.home_area,
                overturned_on=given.overturned_on,
                offence_committed_on=given.offence_committed_on,
                offence_code=given.offence_code,
                first_hearing_on=given.first_hearing_on,
            )
            for given in body.history
        ),
        arrested=circumstances.arrested,
        bail=circumstances.bail,
        bailed_on=circumstances.bailed_on,
        bail_until=circumstances.bail_until,
        remand_wanted=circumstances.remand_wanted,
        exploitation_concern=circumstances.exploitation_concern,
        domestic_abuse=circumstances.domestic_abuse,
        hate_crime=circumstances.hate_crime,
        knife=circumstances.knife,
        sexual_imagery=circumstances.sexual_imagery,
        co_accused=len(circumstances.co_accused),
    )


def known(outcomes: Iterable[Outcome]) -> tuple[EarlierOutcome, ...]:
    """Everything on record of the child, not only what this submission mentioned."""
    return tuple(
        EarlierOutcome(
            outcome=earlier.outcome,
            given_on=earlier.given_on,
            home_area=earlier.home_area,
            overturned_on=earlier.overturned_on,
            offence_committed_on=earlier.offence_committed_on,
            offence_code=earlier.offence_code,
            first_hearing_on=earlier.first_hearing_on,
        )
        for earlier in outcomes
    )


async def as_known(tx: Transaction, case: CaseRow) -> CaseFacts:
    """The facts as submitted, with what is known since of the child: birthday, home, history."""
    child = await children.of_case(tx, case.child_id)
    return replace(
        await cases.facts(tx, case.id),
        date_of_birth=child.date_of_birth,
        home_area=child.home_area,
        history=known(await children.outcomes(tx, case.child_id)),
    )


def check(tx: Transaction, body: CaseSubmitted) -> str:
    """Refuse what cannot be; the area whose service the protocol says keeps the case."""
    errors = [*_impossible(body, tx.today), *_not_known(tx, body, tx.today)]
    keeps = home_host.responsible(tx.protocol, described(body), tx.today).answer.keeps
    if keeps is None:
        message = "Neither the child's home nor an offence is in an area of this partnership"
        errors.append(("/child/home_area", "no_area_of_ours", message))
    if errors or keeps is None:
        raise Unacceptable(errors)
    for number, given in enumerate(body.history):
        refuse_under_ten(tx, given, born=body.child.date_of_birth, at=f"/history/{number}")
    return keeps


def check_described(tx: Transaction, body: CaseDescribed, on: date) -> None:
    errors = [*_impossible(body, on), *_not_known(tx, body, on)]
    if errors:
        raise Unacceptable(errors)


def _not_known(
    tx: Transaction, body: CaseSubmitted | CaseDescribed, on: date
) -> Iterable[FieldError]:
    """Areas nobody knows, and a history that cannot be."""
    yield from known_area(tx, body.child.home_area, "/child/home_area")
    for number, offence in enumerate(body.offences):
        yield from known_area(tx, offence.area, f"/offences/{number}/area")
    for number, given in enumerate(body.history):
        born, at = body.child.date_of_birth, f"/history/{number}"
        yield from impossible_outcome(tx, given, born=born, at=at, today=on)


def _impossible(body: CaseSubmitted | CaseDescribed, today: date) -> Iterable[FieldError]:
    born = body.child.date_of_birth
    if born > today:
        yield "/child/date_of_birth", "in_the_future", "This day has not come yet"
    for number, offence in enumerate(body.offences):
        pointer = f"/offences/{number}/committed_on"
        if offence.committed_on > today:
            yield pointer, "in_the_future", "This day has not come yet"
        if offence.committed_on < born:
            yield pointer, "before_birth", "This is before the child was born"
    interviewed = body.evidence.interviewed_on
    if interviewed and interviewed > today:
        yield "/evidence/interviewed_on", "in_the_future", "This day has not come yet"
    if interviewed and interviewed < min(o.committed_on for o in body.offences):
        yield "/evidence/interviewed_on", "before_offence", "An interview follows the offence"
    first = min(offence.committed_on for offence in body.offences)
    yield from _impossible_bail(body.circumstances, first, today)


def _impossible_bail(said: Circumstances, first: date, today: date) -> Iterable[FieldError]:
    pointer = "/circumstances/bailed_on"
    if said.bailed_on is None:
        return
    if said.bailed_on > today:
        yield pointer, "in_the_future", "This day has not come yet"
    if said.bailed_on < first:
        yield pointer, "before_offence", "Bail follows the offence"
    if said.bail is not Bail.PRE_CHARGE_BAIL:
        yield pointer, "not_on_bail", "Only bail before charge has a day on which it began"
    if said.bail_until is not None and said.bail_until < said.bailed_on:
        yield "/circumstances/bail_until", "before_bail", "Bail cannot end before it began"
