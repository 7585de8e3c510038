"""The shared assessment as data: editions of sections of questions, and who must sign."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class AnswerType(StrEnum):
    TEXT = "text"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    SCALE = "scale"
    DATE = "date"


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
    id: str
    text: str
    type: AnswerType
    required: bool
    nature: Nature
    options: tuple[str, ...] = ()
    when: When | None = None


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
        return frozenset({self.source, *(each.source for each in self.option_lists.values())})


def parse(raw: Mapping[str, Any]) -> tuple[Tool, ...]:
    """Every edition in the file, oldest first; anything unknown or contradictory is refused."""
    _check_keys(raw, needed={"editions"}, where="assessment_tool")
    tools = tuple(_edition(edition) for edition in raw["editions"])
    starts = [tool.starts for tool in tools]
    if not starts or starts != sorted(set(starts)):
        raise BrokenTool("editions: dates must rise, each used once")
    return tools


def _edition(raw: Mapping[str, Any]) -> Tool:
    where = f"edition {raw.get('edition')}"
    needed = {"edition", "from", "title", "source", "max_text", "signatures", "sections"}
    _check_keys(raw, needed=needed, optional={"note", "option_lists"}, where=where)
    lists = {
        name: OptionList(tuple(each["values"]), each["source"])
        for name, each in raw.get("option_lists", {}).items()
    }
    tool = Tool(
        edition=raw["edition"],
        starts=raw["from"],
        title=raw["title"],
        source=raw["source"],
        note=raw.get("note", ""),
        max_text=raw["max_text"],
        signatures=tuple(
            Signature(each["by"], each.get("not_the_author", False)) for each in raw["signatures"]
        ),
        option_lists=lists,
        sections=tuple(_section(each, lists) for each in raw["sections"]),
    )
    _check_whole(tool, where)
    return tool


def _section(raw: Mapping[str, Any], lists: Mapping[str, OptionList]) -> Section:
    _check_keys(raw, needed={"id", "title", "questions"}, where=f"section {raw.get('id')}")
    return Section(
        raw["id"], raw["title"], tuple(_question(each, lists) for each in raw["questions"])
    )


def _question(raw: Mapping[str, Any], lists: Mapping[str, OptionList]) -> Question:
    where = f"question {raw.get('id')}"
    needed = {"id", "text", "type", "required", "nature"}
    _check_keys(raw, needed=needed, optional={"options", "options_from", "when"}, where=where)
    named = raw.get("options_from")
    if named is not None and named not in lists:
        raise BrokenTool(f"{where}: there is no option list {named}")
    options = lists[named].values if named is not None else tuple(raw.get("options", ()))
    if bool(options) != (raw["type"] in {AnswerType.CHOICE, AnswerType.MULTI_CHOICE}):
        raise BrokenTool(f"{where}: options belong to choices, and to nothing else")
    when = raw.get("when")
    return Question(
        id=raw["id"],
        text=raw["text"],
        type=AnswerType(raw["type"]),
        required=raw["required"],
        nature=Nature(raw["nature"]),
        options=options,
        when=When(when["question"], tuple(when["any_of"])) if when else None,
    )


def _check_whole(tool: Tool, where: str) -> None:
    ids = [question.id for _, question in tool.questions()]
    _check_once(ids, where)
    _check_once([section.id for section in tool.sections], where)
    for place, (_, question) in enumerate(tool.questions()):
        # A condition may only look back, so that the form can be filled in from top to bottom.
        if question.when and question.when.question not in ids[:place]:
            raise BrokenTool(f"{where}: {question.id} depends on a question not asked before it")


def _check_once(ids: Sequence[str], where: str) -> None:
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise BrokenTool(f"{where}: used twice: {', '.join(twice)}")


def _check_keys(
    table: Mapping[str, Any], *, needed: set[str], optional: set[str] | None = None, where: str
) -> None:
    if absent := needed - table.keys():
        raise BrokenTool(f"{where}: missing {sorted(absent)}")
    if unknown := table.keys() - needed - (optional or set()):
        raise BrokenTool(f"{where}: unknown {sorted(unknown)}")
