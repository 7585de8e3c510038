"""Size, locks and the order of stages."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, python, read

LONGEST = 300
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-build.txt"]


def too_long(files: list[tuple[str, str]]) -> list[str]:
    return [path for path, text in files if text.count("\n") > LONGEST]


def unhashed(lock: str) -> list[str]:
    """Pins of a lock file that no hash follows."""
    pins = re.split(r"\n(?=[a-zA-Z0-9])", lock)
    return [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin]


def test_no_file_is_longer_than_three_hundred_lines():
    # A migration is a list of tables, as long as it must be.
    files = [
        (path, text)
        for path, text in python("app", "panel_protocol", "migrations", "tests")
        if not path.startswith("migrations/versions/")
    ]
    assert too_long(files) == []
    assert too_long([("long.py", "\n" * (LONGEST + 1))]) == ["long.py"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_by_hash_and_names_no_host(name):
    lock = read(name)

    assert "://" not in lock
    assert unhashed(lock) == []


def test_a_pin_without_a_hash_is_found():
    assert unhashed("a==1 \\\n    --hash=sha256:0\nb==2\n") == ["b==2"]


def test_every_dependency_is_locked_and_says_why_it_is_there():
    project = tomllib.loads(read("pyproject.toml"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    asked += project["project"]["optional-dependencies"]["dev"]
    lock = read("requirements-dev.txt")
    for requirement in asked:
        name = re.split(r"[\[<>=~;]", requirement)[0].strip()
        assert re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE), name
        line = next(line for line in read("pyproject.toml").splitlines() if requirement in line)
        assert "#" in line, f"{name}: say why it is there"


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [str(program), "--config", "pyproject.toml", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def a_house(folder: Path, **files: str) -> Path:
    """A small house under this house's own contracts."""
    (folder / "pyproject.toml").write_text(read("pyproject.toml"))
    written = {"app/cases/actions": "", "app/disposals/actions": "", "panel_protocol/terms": ""}
    for name, text in {**written, **files}.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        (folder / name.split("/")[0] / "__init__.py").touch()
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("place", "text", "complaint"),
    [
        ("app/cases/actions", "import app.disposals.actions", "app.cases is not allowed"),
        ("app/statistics/queries", "import app.casefile.queries", "is not allowed"),
        ("app/referrals/actions", "", "app.referrals"),
        ("panel_protocol/terms", "import app.cases.actions", "panel_protocol is not allowed"),
        ("panel_protocol/terms", "import sqlalchemy", "panel_protocol is not allowed"),
    ],
    ids=["a later stage", "a sibling", "a stage without a place", "the service", "a library"],
)
def test_the_import_contracts_refuse(tmp_path, place, text, complaint):
    others = {"app/casefile/queries": "", "app/statistics/queries": ""}
    answer = contracts(a_house(tmp_path, **{**others, place: text}))

    assert answer.returncode != 0
    assert complaint in answer.stdout


def test_the_import_contracts_let_a_later_stage_know_an_earlier_one(tmp_path):
    house = a_house(tmp_path, **{"app/disposals/actions": "import app.cases.actions"})

    assert contracts(house).returncode == 0


def test_nothing_of_the_project_hides_from_git():
    hidden = read(".gitignore").splitlines()

    assert "/data/" in hidden, "a folder named data inside a package is not a service's data"
    assert (ROOT / "LICENSE").exists()
