"""The README tells the truth: what it names can be run, called and found."""

import re
from typing import Any

import typer
from typer.main import get_command

from app import cli
from app.main import create_app
from app.settings import Settings
from tests.architecture.source import ROOT, read

README = ROOT / "README.md"
TARGET = re.compile(r"\bmake ([a-z]+)\b(?!-)")
COMMAND = re.compile(r"\boocd((?: +(?:--?)?[\w./:$={}\"'@-]+)+)")
PATH = re.compile(r"/v1/[\w/{}.$-]*\w\}?")


def code(markdown: str) -> str:
    """Only what is set as code: prose may make sense without making a target."""
    blocks = re.findall(r"```.*?\n(.*?)```", markdown, re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", markdown, flags=re.DOTALL))
    return "\n".join([*blocks, *inline]).replace("\\\n", " ")


def unknown_targets(text: str, makefile: str) -> set[str]:
    known = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    return set(TARGET.findall(text)) - known


def unknown_commands(text: str, root: Any) -> list[str]:
    """`oocd` commands, and their options, that the command line does not have."""
    found = []
    for words in (match.split() for match in COMMAND.findall(text)):
        command, rest = root, list(words)
        while rest and not rest[0].startswith("-") and getattr(command, "commands", None):
            if rest[0] not in command.commands:
                break
            command = command.commands[rest.pop(0)]
        if getattr(command, "commands", None) and rest:
            found.append(f"oocd {' '.join(words)}")
            continue
        options = {option for each in command.params for option in each.opts} | {"--help"}
        given = [word.split("=")[0] for word in rest if word.startswith("-")]
        found += [f"{command.name} {word}" for word in given if word not in options]
    return found


def unknown_paths(text: str, known: set[str]) -> set[str]:
    """Paths no route answers; a filled-in id matches the place it fills."""
    shapes = [re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "$") for path in known]
    # A shell variable or an ellipsis stands for an id as well as a real one does.
    return {path for path in PATH.findall(text) if not any(s.match(path) for s in shapes)}


def line_of(pattern: str, markdown: str) -> int:
    """The line that first shows this command as code, counted from one."""
    lines = enumerate(markdown.splitlines(), start=1)
    return next(number for number, line in lines if re.search(pattern, line))


def oocd() -> Any:
    return get_command(cli.main)


def test_every_make_target_named_exists():
    assert unknown_targets(code(README.read_text()), read("Makefile")) == set()
    assert unknown_targets(code(read("CONTRIBUTING.md")), read("Makefile")) == set()


def test_every_command_named_exists_with_its_options():
    assert unknown_commands(code(README.read_text()), oocd()) == []


def test_every_path_named_is_answered(tmp_path):
    service = create_app(Settings(data_dir=tmp_path))

    assert unknown_paths(code(README.read_text()), set(service.openapi()["paths"])) == set()


def test_the_two_commands_come_within_twenty_lines_and_an_answer_within_forty():
    markdown = README.read_text()

    assert line_of(r"^\s*make serve\b", markdown) <= 20
    assert line_of(r"^\s*make test\b", markdown) <= 20
    assert line_of(r"\bcurl\b", markdown) <= 40


def test_what_does_not_exist_is_found():
    serve = typer.Typer()

    @serve.command("serve")
    def _serve(port: int = 8000) -> None: ...

    @serve.command("token")
    def _token(role: str = "") -> None: ...

    root = get_command(serve)
    assert unknown_commands("oocd serve --port 8000", root) == []
    assert unknown_commands("oocd serve --colour blue", root) == ["serve --colour"]
    assert unknown_commands("oocd sing", root) == ["oocd sing"]
    assert unknown_targets("make coffee && make test", "test: x") == {"coffee"}
    assert unknown_paths("GET /v1/cases/$ID/options", {"/v1/cases/{id}/options"}) == set()
    assert unknown_paths("curl host/v1/secrets", {"/v1/cases"}) == {"/v1/secrets"}


def test_only_what_is_set_as_code_counts():
    assert "sense" not in code("We make sense.\n```sh\nmake test\n```\nand `make serve`")
    assert "make serve" in code("`make serve`")
