"""What a newcomer meets first: `--help`, and the examples in it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from copydesk.cli import app

ROOT = Path(__file__).resolve().parents[2]
GROUP = typer.main.get_command(app)
COMMANDS = sorted(GROUP.commands)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# What makes a command line slow to start; --help promises an answer within 0.3 s.
HEAVY = ("pandas", "pyarrow", "duckdb", "jinja2", "numpy", "fastexcel", "requests")


def examples(words: str) -> list[str]:
    """The command lines in a help text."""
    return re.findall(r"\bcopydesk [a-z-].*", words)


@pytest.fixture
def parse(monkeypatch):
    """Parse a command line as the program would, and stop before anything runs."""
    for command in (GROUP, *(GROUP.commands[name] for name in COMMANDS)):
        monkeypatch.setattr(command, "callback", lambda **said: None)
    return lambda line: GROUP.main(shlex.split(line, comments=True)[1:], prog_name="copydesk", standalone_mode=False)


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=60, check=False)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "copydesk", *words)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name):
    command = GROUP.commands[name]
    words = command.help or ""
    assert words.strip().splitlines()[0].endswith(".")
    assert any(line.split()[1] == name for line in examples(words)), f"copydesk {name} --help has no example"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_a_command_line_that_the_program_understands(parse, name):
    for line in examples(GROUP.commands[name].help or ""):
        parse(line)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name):
    command = GROUP.commands[name]
    options = [option for option in command.params if option.param_type_name == "option"]
    assert [option.name for option in options if not option.help] == []


def test_the_first_line_that_a_newcomer_is_told_to_try_is_understood(parse):
    (line,) = examples(GROUP.epilog or "")
    parse(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_in_the_docs_is_understood(parse, page):
    for block in re.findall(r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in re.findall(r"^copydesk .*", block, re.MULTILINE):
            parse(line)


@pytest.mark.parametrize("words", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_answers_before_anything_heavy_is_loaded(words):
    script = f"""
import sys
sys.argv = ["copydesk", *{words!r}]
from copydesk.__main__ import main
try:
    main()
finally:
    print("heavy:", *(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
"""
    done = python("-c", script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert done.stderr.strip() == "heavy:"


def test_help_on_the_program_names_every_command():
    shown = run("--help").stdout
    assert all(re.search(rf"^\s+{name}\s+\S", shown, re.MULTILINE) for name in COMMANDS)


def test_an_unknown_command_is_wrong_usage_and_no_traceback():
    done = run("drfat")
    assert done.returncode == 2
    assert "drfat" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_option_is_wrong_usage_and_no_traceback():
    done = run("releases", "--nothing-of-the-kind")
    assert done.returncode == 2
    assert "--nothing-of-the-kind" in done.stderr
    assert "Traceback" not in done.stderr


def test_make_help_explains_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (declared,) = re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)
    # Under `make test` an inner make would also tell which folder it enters.
    command = ["make", "--no-print-directory", "help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    explained = dict(line.split(maxsplit=2)[1:] for line in shown.splitlines())
    assert sorted(explained) == sorted(declared.split())
