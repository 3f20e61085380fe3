"""House styles are files: found by name, based on one another, and told apart from mistakes."""

from __future__ import annotations

import pytest

from fetch.errors import ReferenceDataError, UnknownNameError
from generator.language import LanguageError, load_style, words
from tests.generator.language.builders import STYLES, cases, share


@pytest.fixture
def newsroom(tmp_path):
    """A newsroom's own template folder, to be filled with styles and words."""
    (tmp_path / "styles").mkdir()
    (tmp_path / "language").mkdir()

    def write(name, text):
        path = tmp_path / ("language/words.toml" if name == "words" else f"styles/{name}.toml")
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_four_styles_that_come_with_copydesk():
    assert [load_style(name).per_cent for name in STYLES] == [" per cent", " per cent", "%", " per cent"]
    assert [load_style(name).figures_from for name in STYLES] == [11, 10, 10, 10]
    assert load_style("wire").dateline
    assert load_style("wire").ends


def test_a_force_has_the_name_that_the_title_gives_it():
    name = "the Metropolitan Police"
    assert load_style("tabloid").force_name("metropolitan-police", name) == "the Met Police"
    assert load_style("tabloid").force_name("metropolitan-police", name, later=True) == "the Met"
    assert load_style("tabloid").force_name("cumbria", "Cumbria Constabulary") == "Cumbria Constabulary"


def test_an_unknown_style_names_the_nearest():
    with pytest.raises(UnknownNameError, match=r"no house style 'tabliod'. Did you mean tabloid\?"):
        load_style("tabliod")


def test_a_newsroom_states_only_what_differs(newsroom):
    folder = newsroom("echo", 'based_on = "tabloid"\ntitle = "The Echo"\nfigures_from = 4\n')
    style = load_style("echo", [folder])
    assert (style.name, style.title, style.per_cent) == ("echo", "The Echo", "%")
    assert words("count", (cases(5),), {}, style) == "5"
    assert words("per_cent", (share(6, 100),), {}, style) == "6%"


def test_a_newsroom_may_change_a_word_and_keep_the_rest(newsroom):
    folder = newsroom("words", '[per_day]\nday = "{n} each day, on average"\n')
    style = load_style("news", [folder])
    assert words("per_day", (cases(4633),), {}, style) == "13 each day, on average"
    assert words("count", (cases(0),), {}, style) == "none"


def test_a_gap_that_nothing_fills_is_told(newsroom):
    folder = newsroom("words", '[per_day]\nday = "{number} each day"\n')
    with pytest.raises(LanguageError, match=r"per_day.day has a gap that can't be filled .* It may use: \{n\}"):
        words("per_day", (cases(4633),), {}, load_style("news", [folder]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('based_on = "news"\nfigures_form = 10\n', r"no setting is called 'figures_form'. Did you mean figures_from\?"),
        ('based_on = "news"\nfigures_from = "ten"\n', r"figures_from = 'ten' is not of the right type"),
        ('title = "Echo"\n', r"figures_from is missing. State it, or base the style on another"),
        ('based_on = "echo"\n', r"leads back to 'echo'"),
        ("title = \n", r"echo.toml: .*Mend the file"),
    ],
)
def test_a_mistake_in_a_style_names_the_file_and_the_setting(newsroom, text, message):
    with pytest.raises(ReferenceDataError, match=message):
        load_style("echo", [newsroom("echo", text)])
