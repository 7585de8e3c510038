"""An assessment of a child who does not exist, on whatever questions the tool asks."""

from datetime import date, timedelta
from random import Random
from typing import Any

from panel_protocol.protocol import Protocol
from panel_protocol.rules.assessment import asked
from panel_protocol.tool import AnswerType, Question

_WEEKS_TO_REVIEW = 8
_TEXTS = {
    "living_arrangements": "With mother, stepfather and two younger sisters.",
    "police_account": "As in the submission; seen by a member of staff.",
    "understanding_of_behaviour": "Was with older friends and wanted to be one of them.",
    "harm_to_others": "The person harmed was shaken and would like it not to happen again.",
    "child_strengths": "Good with animals, kind to younger children.",
    "child_wants_help_with": "Getting back into football, and someone to talk to at school.",
    "proposed_work": "Sessions with the worker, fortnightly; making amends within ten weeks.",
    "ending_well": "School's mentor carries on after the plan ends.",
    "worried_about": "Evenings with nothing to do, and who is around then.",
    "working_well": "Gets on with grandfather, who is often there.",
    "needs_to_happen": "Something to do in the evenings; school and home talking to each other.",
    "child_voice": "I was showing off. I would like to say sorry.",
    "carer_voice": "This is not like them at all. We want help before it gets worse.",
}
_ANYTHING_ELSE = "Talked through with the child and the family; nothing to add."
# What most assessments say, so that a made-up one does not raise an alarm by chance.
_USUAL: dict[str, tuple[Any, ...]] = {
    "exploitation_concern": ("no", "no", "no", "not_known"),
    "services_involved": ("none", "none", "early_help", "child_in_need"),
    "likelihood_of_reoffending": ("low", "low", "medium", "medium", "high"),
    "safety_and_wellbeing": ("low", "medium", "medium", "high"),
    "risk_of_serious_harm": ("low", "low", "low", "medium"),
    "safety_scale": (5, 6, 6, 7, 8),
}


def answers(
    protocol: Protocol, child: dict[str, Any], chance: Random, today: date
) -> dict[str, dict[str, Any]]:
    """Every question that arises, answered, by section."""
    tool = protocol.tool_on(today)
    said: dict[str, dict[str, Any]] = {section.id: {} for section in tool.sections}
    for section, question in tool.questions():
        if asked(tool, question, said):
            said[section.id][question.id] = _answer(question, child, chance, today)
    return said


def _answer(question: Question, child: dict[str, Any], chance: Random, today: date) -> Any:
    chosen = chance.choice(_USUAL.get(question.id, question.options) or (None,))
    if question.id == "services_involved" and child["looked_after"]:
        chosen = "looked_after"
    match question.type:
        case AnswerType.TEXT:
            return _TEXTS.get(question.id, _ANYTHING_ELSE)
        case AnswerType.BOOLEAN:
            return chance.random() < 1 / 2
        case AnswerType.CHOICE:
            return chosen
        case AnswerType.MULTI_CHOICE:
            return [chosen]
        case AnswerType.SCALE:
            return chosen if chosen is not None else 5
        case AnswerType.DATE:
            return (today + timedelta(weeks=_WEEKS_TO_REVIEW)).isoformat()
