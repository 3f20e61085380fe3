"""The wheel: what `pip install` brings must work anywhere, even in a folder that holds a `templates/` of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]
# A package that leaves a mark when it is imported, and then fails.
DECOY = """
from pathlib import Path
Path(__file__).with_name("imported").touch()
raise SystemExit("the decoy was imported")
"""


def run(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COPYDESK"))}
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built as a user's `pip install .` builds it, without the network."""
    dist = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", dist, ROOT, cwd=dist)
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of programs of a new environment that holds the wheel, and borrows our dependencies."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    # A path file is read line by line and no further: our dependencies come along, this source tree does not.
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet")
    done = run(*pip, "--ignore-installed", wheel, cwd=home)
    assert done.returncode == 0, done.stderr
    return home / "bin"


@pytest.fixture
def trap(tmp_path) -> Path:
    """A working folder whose `templates/`, `fetch/` and the like would be found first by a careless import."""
    for name in ("templates", "fetch", "generator", "copydesk"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(DECOY, encoding="utf-8")
    (tmp_path / "templates" / "stories" / "harassment").mkdir(parents=True)
    (tmp_path / "templates" / "stories" / "harassment" / "body.j2").write_text("DECOY", encoding="utf-8")
    return tmp_path


def test_the_wheel_brings_templates_reference_data_and_nothing_of_the_workshop(wheel):
    names = ZipFile(wheel).namelist()
    rooms = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert rooms == {"copydesk", "fetch", "generator", "templates"}
    for room in rooms:
        here = {path.relative_to(ROOT).as_posix() for path in (ROOT / room).rglob("*") if path.is_file()}
        wanted = {name for name in here if "__pycache__" not in name}
        assert wanted <= set(names)


def test_the_environment_of_these_tests_holds_the_wheel_and_not_this_source_tree(installed, trap):
    done = run(installed / "python", "-I", "-c", "import generator, templates; print(generator.__file__)", cwd=trap)
    assert Path(done.stdout.strip()).is_relative_to(installed.parent), done.stderr


def test_the_installed_program_says_its_version(installed, trap):
    done = run(installed / "copydesk", "--version", cwd=trap)
    assert (done.returncode, done.stdout.split()[0]) == (0, "copydesk"), done.stderr


@pytest.mark.parametrize("door", [("copydesk",), ("python", "-m", "copydesk")], ids=" ".join)
def test_the_installed_program_comes_from_its_own_environment(installed, trap, door):
    program, *words = door
    if words:  # `python -m` looks in the working folder first: there, only the program's own name must not be taken
        (trap / "copydesk" / "__init__.py").unlink()
        (trap / "copydesk").rmdir()
    done = run(installed / program, *words, "--help", cwd=trap)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "draft" in done.stdout
    assert not list(trap.rglob("imported"))


def test_a_newcomers_first_story_is_written_from_what_was_installed(installed, trap):
    words = ("draft", "harassment", "--sample", "--area", "north-wales", "--out", "drafts")
    done = run(installed / "copydesk", *words, cwd=trap, COPYDESK_DATA=str(trap / "data"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(trap.rglob("imported"))
    (story,) = (trap / "drafts").rglob("north-wales/harassment.txt")
    copy = story.read_text(encoding="utf-8")
    assert "4,633" in copy
    assert "DECOY" not in copy
