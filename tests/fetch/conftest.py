"""What the tests of fetching share: a publication, a server that offers it, and no way to any other host."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from copydesk.__main__ import main
from tests.fetch.govuk_server import File, Govuk, serving
from tests.fetch.publication import official_files


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may ask any other machine, by name or by address."""
    known = socket.getaddrinfo

    def here(host: Any, *rest: Any, **more: Any) -> Any:
        assert host in {"127.0.0.1", "localhost"}, f"a test wanted to ask {host}"
        return known(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", here)


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> list[File]:
    """The files of a publication, made once."""
    return official_files(tmp_path_factory.mktemp("official"))


@pytest.fixture
def govuk(official: list[File], monkeypatch: pytest.MonkeyPatch) -> Iterator[Govuk]:
    """A server at work that offers them. A proxy that this machine may have is not asked."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with serving(Govuk([File(one.title, one.name, one.data) for one in official])) as server:
        yield server


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder that nobody has used."""
    return tmp_path / "data"


@pytest.fixture
def desk(
    govuk: Govuk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command line as a user has it, errors and all: gives its exit code, and what it said on which channel."""
    monkeypatch.setenv("COPYDESK_GOVUK_URL", govuk.address)
    monkeypatch.setenv("COPYDESK_PATIENCE", "0.6")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["copydesk", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run
