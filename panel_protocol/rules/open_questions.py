"""Telling of law nobody has established, where it need not stop the case."""

from collections.abc import Callable
from typing import TypeVar

from panel_protocol.dated import AwaitingDecision
from panel_protocol.decision import Reason

T = TypeVar("T")


def told(ask: Callable[[], T]) -> tuple[T | None, tuple[Reason, ...]]:
    """The answer; or, where nobody has given it, none and the question as a reason.

    For what is only told. What decides a case asks directly, and is stopped.
    """
    try:
        return ask(), ()
    except AwaitingDecision as open_question:
        return None, (reason(open_question),)


def reason(open_question: AwaitingDecision) -> Reason:
    text = f"{open_question.question} To be answered by: {open_question.asks}."
    return Reason("awaiting_decision", text, open_question.source)
