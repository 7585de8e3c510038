"""The shared assessment as data: editions of sections of questions, and who must sign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AnswerType(StrEnum):
    TEXT = "text"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    SCALE = "scale"
    DATE = "date"
    GROUP = "group"  # the same few questions, answered as often as there is something to say


class Nature(StrEnum):
    """What an answer is: kept apart because the law asks that fact and opinion be told apart."""

    FACT = "fact"
    ASSESSMENT = "assessment"
    ALLEGATION = "allegation"


class BrokenTool(ValueError):
    """An edition of the tool contradicts itself."""


@dataclass(frozen=True, slots=True)
class When:
    """A question asked only where another was answered so."""

    question: str
    any_of: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`source` says on whose authority it is asked; the wording is always the partnership's."""

    id: str
    text: str
    type: AnswerType
    required: bool
    nature: Nature
    source: str
    options: tuple[str, ...] = ()
    when: When | None = None
    missing: str = "answer_missing"  # the code of the reason, where it is required and blank
    entry: str = ""  # what one entry of a group is called
    at_most: int = 0  # entries of a group
    items: tuple["Question", ...] = ()  # what each entry of a group answers

    def item(self, id: str) -> "Question | None":
        return next((item for item in self.items if item.id == id), None)

    def sources(self) -> Iterator[str]:
        yield self.source
        for item in self.items:
            yield from item.sources()


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    questions: tuple[Question, ...]

    def question(self, id: str) -> Question | None:
        return next((question for question in self.questions if question.id == id), None)


@dataclass(frozen=True, slots=True)
class Signature:
    by: str
    not_the_author: bool


@dataclass(frozen=True, slots=True)
class OptionList:
    """Answers that several questions share, with its own authority."""

    values: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    edition: str
    starts: date
    title: str
    source: str
    note: str
    max_text: int
    signatures: tuple[Signature, ...]
    option_lists: Mapping[str, OptionList]
    sections: tuple[Section, ...]

    def section(self, id: str) -> Section | None:
        return next((section for section in self.sections if section.id == id), None)

    def questions(self) -> Iterator[tuple[Section, Question]]:
        return ((section, asked) for section in self.sections for asked in section.questions)

    def cited(self) -> frozenset[str]:
        """Every authority this edition rests on."""
        lists = (each.source for each in self.option_lists.values())
        asked = (source for _, question in self.questions() for source in question.sources())
        return frozenset({self.source, *lists, *asked})
