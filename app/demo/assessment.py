"""An assessment of a child who does not exist, on whatever questions the tool asks."""

from datetime import date, timedelta
from random import Random
from typing import Any

from panel_protocol.rules.answers import asked
from panel_protocol.tool import AnswerType, Question, Tool

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
    "child_supported_by": "An aunt sat beside; the worker used picture cards.",
    "carer_voice": "This is not like them at all. We want help before it gets worse.",
    "how_it_would_help": "Amends are made close to home, and school and home stay in step.",
    "child_helpers": "The worker, the form tutor and an aunt.",
    "statement": "School and mother worry that, out late with older friends, there is a next time.",
    "goal": "Home by nine on school nights; the evenings have something in them.",
    "scored_by": "The youth justice worker",
    "likelihood_of_reoffending_evidence": "What the police hold, school, and the child's account.",
    "safety_and_wellbeing_evidence": "The visit at home, and what the school nurse says.",
    "risk_of_serious_harm_evidence": "Nobody badly hurt, nothing carried; what the police hold.",
    "safety_reviewed": "Half way, with the family, on the same scale.",
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
    "score": (5, 6, 6, 7, 8),
    "interpreter_needed": ("no", "no", "no", "no", "yes"),
}
# The day of everything else that has a date is the day of writing.
_AHEAD = {"review_on": timedelta(weeks=_WEEKS_TO_REVIEW)}


def answers(
    tool: Tool, child: dict[str, Any], chance: Random, today: date
) -> dict[str, dict[str, Any]]:
    """Every question that arises, answered, by section."""
    said: dict[str, dict[str, Any]] = {section.id: {} for section in tool.sections}
    for section, question in tool.questions():
        if asked(tool, question, said):
            said[section.id][question.id] = _answer(question, child, chance, today)
    return said


def _answer(question: Question, child: dict[str, Any], chance: Random, today: date) -> Any:
    if question.type is AnswerType.GROUP:
        return [{item.id: _answer(item, child, chance, today) for item in question.items}]
    if question.id == "services_involved" and child["looked_after"]:
        return ["looked_after"]
    return _plain_answer(question, chance, today)


def _plain_answer(question: Question, chance: Random, today: date) -> Any:
    match question.type:
        case AnswerType.TEXT:
            return _TEXTS.get(question.id, _ANYTHING_ELSE)
        case AnswerType.BOOLEAN:
            return chance.random() < 1 / 2
        case AnswerType.DATE:
            return (today + _AHEAD.get(question.id, timedelta())).isoformat()
        case kind:
            chosen = chance.choice(_USUAL.get(question.id, question.options))
            return [chosen] if kind is AnswerType.MULTI_CHOICE else chosen
