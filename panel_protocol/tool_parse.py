"""Reading the editions of the shared assessment; what is unknown or contradictory is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panel_protocol.tool import (
    AnswerType,
    BrokenTool,
    Nature,
    OptionList,
    Question,
    Section,
    Signature,
    Tool,
    When,
)

_CHOICES = frozenset({AnswerType.CHOICE, AnswerType.MULTI_CHOICE})
_OF_A_GROUP = frozenset({"entry", "at_most", "items"})


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a question takes from the edition and section it stands in."""

    lists: Mapping[str, OptionList]
    source: str


def parse(raw: Mapping[str, Any]) -> tuple[Tool, ...]:
    """Every edition in the file, oldest first."""
    _check_keys(raw, needed={"editions"}, where="assessment_tool")
    tools = tuple(_edition(edition) for edition in raw["editions"])
    starts = [tool.starts for tool in tools]
    if not starts or starts != sorted(set(starts)):
        raise BrokenTool("editions: dates must rise, each used once")
    _check_once([tool.edition for tool in tools], "editions")
    return tools


def _edition(raw: Mapping[str, Any]) -> Tool:
    where = f"edition {raw.get('edition')}"
    needed = {"edition", "from", "title", "source", "max_text", "signatures", "sections"}
    _check_keys(raw, needed=needed, optional={"note", "option_lists"}, where=where)
    lists = {
        name: OptionList(tuple(each["values"]), each["source"])
        for name, each in raw.get("option_lists", {}).items()
    }
    given = _Inherited(lists, raw["source"])
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
        sections=tuple(_section(each, given) for each in raw["sections"]),
    )
    _check_whole(tool, where)
    return tool


def _section(raw: Mapping[str, Any], given: _Inherited) -> Section:
    where = f"section {raw.get('id')}"
    _check_keys(raw, needed={"id", "title", "questions"}, optional={"source"}, where=where)
    mine = _Inherited(given.lists, raw.get("source", given.source))
    return Section(raw["id"], raw["title"], tuple(_question(q, mine) for q in raw["questions"]))


def _question(raw: Mapping[str, Any], given: _Inherited) -> Question:
    where = f"question {raw.get('id')}"
    needed = {"id", "text", "type", "required", "nature"}
    optional = {"options", "options_from", "when", "source", "missing", *_OF_A_GROUP}
    _check_keys(raw, needed=needed, optional=optional, where=where)
    mine = _Inherited(given.lists, raw.get("source", given.source))
    when = raw.get("when")
    question = Question(
        id=raw["id"],
        text=raw["text"],
        type=AnswerType(raw["type"]),
        required=raw["required"],
        nature=Nature(raw["nature"]),
        source=mine.source,
        options=_options(raw, given.lists, where),
        when=When(when["question"], tuple(when["any_of"])) if when else None,
        missing=raw.get("missing", "answer_missing"),
        entry=raw.get("entry", ""),
        at_most=raw.get("at_most", 0),
        items=tuple(_question(item, mine) for item in raw.get("items", ())),
    )
    _check_group(question, raw, where)
    return question


def _options(
    raw: Mapping[str, Any], lists: Mapping[str, OptionList], where: str
) -> tuple[str, ...]:
    named = raw.get("options_from")
    if named is not None and named not in lists:
        raise BrokenTool(f"{where}: there is no option list {named}")
    options = lists[named].values if named is not None else tuple(raw.get("options", ()))
    if bool(options) != (raw["type"] in _CHOICES):
        raise BrokenTool(f"{where}: options belong to choices, and to nothing else")
    return options


def _check_group(question: Question, raw: Mapping[str, Any], where: str) -> None:
    is_group = question.type is AnswerType.GROUP
    if is_group != bool(_OF_A_GROUP & raw.keys()):
        raise BrokenTool(f"{where}: entries belong to groups, and to nothing else")
    if is_group and not (question.entry and question.at_most > 0 and question.items):
        raise BrokenTool(f"{where}: a group says what an entry is, how many, and what each answers")
    _check_once([item.id for item in question.items], where)
    # An entry is answered whole: what is asked in it never depends on another entry.
    if any(item.when for item in question.items):
        raise BrokenTool(f"{where}: a question inside a group is always asked")


def _check_whole(tool: Tool, where: str) -> None:
    questions = [question for _, question in tool.questions()]
    _check_once([question.id for question in questions], where)
    _check_once([section.id for section in tool.sections], where)
    before: dict[str, Question] = {}
    for question in questions:
        _check_when(question, before, where)
        before[question.id] = question


def _check_when(question: Question, before: Mapping[str, Question], where: str) -> None:
    """A condition may only look back, so that the form can be filled in from top to bottom."""
    if question.when is None:
        return
    named = before.get(question.when.question)
    if named is None:
        raise BrokenTool(f"{where}: {question.id} depends on a question not asked before it")
    possible = named.options or (True, False)
    if named.type not in {*_CHOICES, AnswerType.BOOLEAN} or not (
        set(question.when.any_of) <= set(possible)
    ):
        raise BrokenTool(f"{where}: {question.id} depends on an answer {named.id} does not take")


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
