"""A plan as the rules take it, and as it is kept beside the decision it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from app.disposals import facts as facts_of
from app.disposals.condition_schemas import ConditionPlanned
from app.problems import RefusedByProtocol
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.rules import conditions as rules
from panel_protocol.rules.conditions import ConditionFacts, PlanFacts, PlanVerdict
from panel_protocol.rules.replaying import plan_record
from panel_protocol.terms import (
    Admission,
    ConditionKind,
    ConditionObject,
    Disposal,
    ModeOfTrial,
)


class Terms(Protocol):
    """What a condition asks, whether it is only planned or stands in a running plan."""

    @property
    def kind(self) -> ConditionKind: ...
    @property
    def object(self) -> ConditionObject | None: ...
    @property
    def due_on(self) -> date: ...
    @property
    def hours_required(self) -> int | None: ...
    @property
    def attendance_place(self) -> str | None: ...
    @property
    def amount_pounds(self) -> int | None: ...
    @property
    def payee(self) -> str | None: ...
    @property
    def payment_method(self) -> str | None: ...


def plan_facts(
    *,
    disposal: Disposal,
    date_of_birth: date,
    given_on: date,
    mode_of_trial: ModeOfTrial | None,
    conditions: Sequence[Terms],
    consent_signed: bool | None,
    admission: Admission | None = None,
    length_explained: bool | None = None,
) -> PlanFacts:
    return PlanFacts(
        disposal=disposal,
        date_of_birth=date_of_birth,
        given_on=given_on,
        mode_of_trial=mode_of_trial,
        conditions=tuple(map(_facts, conditions)),
        consent_signed=consent_signed,
        admission=admission,
        length_explained=length_explained,
    )


def for_child(
    tx: Transaction,
    facts: CaseFacts,
    *,
    disposal: Disposal,
    given_on: date,
    conditions: Sequence[Terms],
    consent_signed: bool | None,
    long_plan_reason: str | None,
    hours_besides: int = 0,
) -> PlanFacts:
    """The plan of a case's child, under a disposal given that day."""
    plan = plan_facts(
        disposal=disposal,
        date_of_birth=facts.date_of_birth,
        given_on=given_on,
        mode_of_trial=facts_of.mode_of_trial(tx.protocol, facts, given_on),
        conditions=conditions,
        consent_signed=consent_signed,
        admission=facts.admission,
        length_explained=long_plan_reason is not None,
    )
    return replace(plan, hours_besides=hours_besides)


def _facts(asked: Terms) -> ConditionFacts:
    return ConditionFacts(
        kind=asked.kind,
        due_on=asked.due_on,
        object=asked.object,
        hours_required=asked.hours_required,
        attendance_place=asked.attendance_place,
        amount_pounds=asked.amount_pounds,
        payee=asked.payee,
        payment_method=asked.payment_method,
    )


def lawful(
    tx: Transaction,
    plan: PlanFacts,
    *,
    besides: Sequence[Reason] = (),
    otherwise: str = "The plan cannot be made so",
) -> PlanVerdict:
    """What the rules say of a lawful plan; an unlawful one is refused, with every reason.

    `besides` are reasons already found against the same request, so that all are told at once.
    """
    against = [*besides, *rules.against(tx.protocol, plan)]
    if any(reason.code == "not_a_child" for reason in besides):
        # The plan asks for the age too; it is told once.
        against = [reason for reason in against if reason.code != "age_when_given"]
    if against:
        raise RefusedByProtocol(otherwise, against)
    return rules.lawful(tx.protocol, plan)


def judged(verdict: PlanVerdict) -> dict[str, Any]:
    """The plan as the rules took it, kept beside the decision for replay."""
    return {"plan": plan_record(verdict.plan)}


def kept(conditions: Sequence[ConditionPlanned]) -> list[dict[str, Any]]:
    return [condition.model_dump(mode="json") for condition in conditions]


def planned(rows: Sequence[Mapping[str, Any]]) -> list[ConditionPlanned]:
    """Conditions again, from what `kept` made of them."""
    return [ConditionPlanned.model_validate(row) for row in rows]
