"""The quote bank: what a newsroom writes, what is printed, and what it is told when a file has a mistake in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.quotes import Bank, Quote, QuoteBankError, QuoteMarks, printed, quote_slots
from generator.stories import TEMPLATES

JANUARY = date(2024, 1, 25)
STORIES = {"harassment": ("expert", "force", "government")}

EXPERT = """\
[[quote]]
slot = "expert"
stories = ["harassment"]
speaker = "Ada Example"
pronoun = "she"
role = "head of policy"
organisation = "Example Trust"
first = "Ada Example, head of policy at the Example Trust"
later = "Ms Example"
date = 2024-01-20
until = 2024-03-01
text = '''
Harassment is never "just
banter".

It must be taken seriously.'''
paraphrases = ["the force should treat every report alike"]
"""


@pytest.fixture
def bank_of(tmp_path):
    """Write a bank file and read it."""

    def read(text: str | bytes) -> Bank:
        path = tmp_path / "quotes.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return Bank.read(path, STORIES)

    return read


@pytest.fixture
def mistakes(bank_of, tmp_path):
    """What a newsroom is told about a file, without the folder's name."""

    def read(text: str | bytes) -> list[str]:
        with pytest.raises(QuoteBankError) as caught:
            bank_of(text)
        return str(caught.value).replace(f"{tmp_path}/", "").splitlines()

    return read


def quote(slot: str = "expert", said: date = JANUARY, words: str = "It must stop.", **rest: object) -> Quote:
    return Quote(slot=slot, date=said, paragraphs=(words,), **rest)  # type: ignore[arg-type]  # a test's own defaults


def test_a_quote_is_read_with_all_that_a_story_needs_of_its_speaker(bank_of):
    one = bank_of(EXPERT).for_slot("expert", "harassment", "north-wales", JANUARY)
    assert one is not None
    assert (one.first, one.later, one.pronoun) == (
        "Ada Example, head of policy at the Example Trust",
        "Ms Example",
        "she",
    )
    assert one.paragraphs == ('Harassment is never "just banter".', "It must be taken seriously.")
    assert one.paraphrases == ("the force should treat every report alike",)


def test_each_paragraph_opens_with_a_mark_and_only_the_last_closes(bank_of):
    (one,) = bank_of(EXPERT).quotes
    assert printed(one) == ("“Harassment is never ‘just banter’.", "“It must be taken seriously.”")


def test_a_bank_saved_by_windows_reads_the_same(bank_of):
    windows = b"\xef\xbb\xbf" + EXPERT.replace("\n", "\r\n").encode()
    assert bank_of(windows) == bank_of(EXPERT)


@pytest.mark.parametrize(
    ("marks", "words", "as_printed"),
    [
        (QuoteMarks(), "I won't be told “no” again.", "“I won't be told ‘no’ again.”"),
        (QuoteMarks(), "He wrote “she said ‘no’ to me” twice.", "“He wrote ‘she said “no” to me’ twice.”"),
        (QuoteMarks(), 'A 5" knife and a 6" knife.', '“A 5" knife and a 6" knife.”'),
        (QuoteMarks(), "‘Banter’ is no excuse.", "“‘Banter’ is no excuse.”"),
        (QuoteMarks("‘", "’", "“", "”"), "Don’t say ‘it’s banter’, boys.", "‘Don’t say “it’s banter”, boys.’"),
        (QuoteMarks("‘", "’", "“", "”"), "The boys’ club.", "‘The boys’ club.’"),
        (QuoteMarks('"', '"', "'", "'"), 'It is "banter", they say.', "\"It is 'banter', they say.\""),
        (QuoteMarks("«", "»", "“", "”"), 'It is "banter".', '«It is "banter".»'),
    ],
)
def test_the_speakers_own_marks_change_only_where_they_would_seem_to_end_the_quote(marks, words, as_printed):
    assert printed(quote(words=words), marks) == (as_printed,)


SPEECH = st.text(st.sampled_from("ab é’'-–£%,.?(0 "), min_size=1).map(str.strip).filter(bool)


@given(st.lists(SPEECH, min_size=1, max_size=4))
def test_the_words_between_the_marks_are_exactly_the_words_given(paragraphs):
    lines = printed(Quote(slot="expert", date=JANUARY, paragraphs=tuple(paragraphs)))
    assert [line.removeprefix("“") for line in lines] == [*paragraphs[:-1], paragraphs[-1] + "”"]


@given(st.text(st.sampled_from("ab “”‘’\"',.("), min_size=1))
def test_whatever_marks_a_speaker_uses_nothing_but_marks_is_changed(words):
    (line,) = printed(quote(words=words))
    told, given_ = line[1:-1], words
    assert len(told) == len(given_)
    assert all(one == other or {one, other} <= set("“”‘’\"'") for one, other in zip(told, given_, strict=True))


@given(st.lists(SPEECH, min_size=1, max_size=4), st.sampled_from(["\n\n", "\n \n", "\n\n\n"]))
def test_a_bank_gives_back_the_words_that_were_put_in(tmp_path_factory, paragraphs, gap):
    path = tmp_path_factory.mktemp("bank") / "quotes.toml"
    words = gap.join(paragraphs)
    path.write_text(EXPERT[: EXPERT.index("text")] + f'text = """\n{words}\n"""\n', encoding="utf-8")
    assert Bank.read(path, STORIES).quotes[0].paragraphs == tuple(paragraphs)


def test_the_stories_that_copydesk_brings_are_known_with_the_slots_that_a_quote_may_fill(tmp_path):
    slots = quote_slots()["harassment"]
    assert {"expert", "second_voice", "force_reply"} <= set(slots)
    assert "picture" not in slots
    path = tmp_path / "quotes.toml"
    path.write_text(EXPERT, encoding="utf-8")
    assert Bank.read(path).quotes[0].stories == ("harassment",)


def test_a_newsrooms_own_story_is_known_by_its_folder(tmp_path):
    recipe = (TEMPLATES / "stories" / "harassment" / "story.toml").read_text(encoding="utf-8")
    (tmp_path / "stories" / "stalking").mkdir(parents=True)
    (tmp_path / "stories" / "stalking" / "story.toml").write_text(recipe, encoding="utf-8")
    assert set(quote_slots((tmp_path, TEMPLATES))) >= {"stalking", "harassment"}


# Which quote fills a slot.


def test_an_empty_bank_fills_no_slot():
    assert Bank.empty().for_slot("expert", "harassment", "gwent", JANUARY) is None


def test_a_quote_for_the_area_goes_before_one_for_all():
    bank = Bank((quote(words="For all."), quote(words="For Gwent.", areas=("gwent",), said=date(2020, 1, 1))))
    assert bank.for_slot("expert", "harassment", "gwent", JANUARY).paragraphs == ("For Gwent.",)
    assert bank.for_slot("expert", "harassment", "kent", JANUARY).paragraphs == ("For all.",)


def test_a_quote_for_the_story_goes_before_one_for_all_stories():
    bank = Bank((quote(words="On all."), quote(words="On harassment.", stories=("harassment",))))
    assert bank.for_slot("expert", "harassment", "gwent", JANUARY).paragraphs == ("On harassment.",)
    assert bank.for_slot("expert", "burglary", "gwent", JANUARY).paragraphs == ("On all.",)


def test_a_force_that_answers_after_all_is_quoted_rather_than_said_to_have_declined():
    declined = Quote(slot="force", date=date(2024, 1, 10), state="declined", areas=("gwent",))
    answer = quote(slot="force", said=date(2024, 1, 12), areas=("gwent",))
    for bank in (Bank((declined, answer)), Bank((answer, declined))):
        assert bank.for_slot("force", "harassment", "gwent", JANUARY).state == "quote"


def test_of_two_quotes_of_one_day_the_first_in_the_file_runs():
    bank = Bank((quote(words="First.", line=1), quote(words="Second.", line=9)))
    assert bank.for_slot("expert", "harassment", "gwent", JANUARY).paragraphs == ("First.",)


def test_a_quote_runs_until_its_last_day_and_not_after():
    bank = Bank((quote(until=JANUARY),))
    assert bank.for_slot("expert", "harassment", "gwent", JANUARY)
    assert bank.for_slot("expert", "harassment", "gwent", date(2024, 1, 26)) is None
    assert bank.expired("expert", "harassment", "gwent", date(2024, 1, 26)) == bank.quotes


def test_an_expired_local_quote_gives_way_to_the_national_one():
    bank = Bank((quote(words="For all."), quote(areas=("gwent",), until=date(2024, 1, 1))))
    assert bank.for_slot("expert", "harassment", "gwent", JANUARY).paragraphs == ("For all.",)


def test_somebody_who_declined_has_no_printed_words(bank_of):
    (one,) = bank_of('[[quote]]\nslot = "force"\nstate = "declined"\nareas = ["gwent"]\ndate = 2024-01-10\n').quotes
    assert (one.state, printed(one)) == ("declined", ())


# What a newsroom is told.


def swapped(old: str, new: str) -> str:
    assert old in EXPERT
    return EXPERT.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("speaker =", "speeker =", "quotes.toml:4: quote 1: 'speeker' is no field of a quote. Did you mean speaker?"),
        ('later = "Ms Example"\n', "", "quotes.toml:1: quote 1: later is missing: later = ... must be words"),
        ("2024-01-20", '"2024-01-20"', "quotes.toml:10: quote 1: date must be a day without quotation marks"),
        ("2024-01-20", "2024-01-20T09:30:00", "quotes.toml:10: quote 1: date must be a day without quotation marks"),
        ("2024-03-01", "2023-03-01", "quotes.toml:11: quote 1: until (2023-03-01) is before date (2024-01-20)."),
        ('"she"', '"her"', 'quotes.toml:5: quote 1: pronoun must be one of "she", "he" and "they".'),
        ('["harassment"]', '"harassment"', "quotes.toml:3: quote 1: stories must be a list of words"),
        ('["harassment"]', '["harasment"]', "'harasment' is no story that we know. Did you mean harassment?"),
        (
            '"expert"',
            '"expret"',
            "quotes.toml:2: quote 1: 'expret' is no quote slot of the story. Did you mean expert",
        ),
        (
            "stories =",
            'areas = ["North Wales"]\nstories =',
            "'North Wales' is no area that we know. Did you mean north-w",
        ),
        ("alike", "alike.", "quotes.toml:17: quote 1: leave the full stop out of paraphrases"),
        ("'''\nHar", "'''\n“Har", "quotes.toml:12: quote 1: leave the quotation marks around the text out"),
        ("date =", 'appeal = "ring 101."\ndate =', "quotes.toml:10: quote 1: leave the full stop out of appeal"),
        ("banter", "ban\ue000ter", "quotes.toml:12: quote 1: text must be the words of the quote, without control"),
        ("date =", 'state = "declined"\ndate =', "somebody who gave 'declined' has no text."),
        ("[[quote]]", "[[quotes]]", "quotes.toml:1: 'quotes' stands in no quote: begin each with a line [[quote]]."),
        ("[[quote]]", "", "quotes.toml:2: 'slot' stands in no quote: begin each with a line [[quote]]."),
        ("[[quote]]", "[quote]", "quotes.toml:1: write each quote as a table of its own, below a line [[quote]]."),
        ('"Ada Example"\n', '"Ada Example\n', "quotes.toml:4: this is not TOML (illegal character '\\n')"),
        ('"she"', '"she"; x = 1', "quotes.toml:5: this is not TOML (expected newline or end of document after a"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place_and_what_to_do(mistakes, old, new, told):
    assert any(told in line for line in mistakes(swapped(old, new)))


def test_all_the_mistakes_of_a_file_are_told_at_once_in_the_files_order(mistakes):
    second = EXPERT.replace('later = "Ms Example"\n', "").replace("speaker", "speeker")
    told = mistakes(EXPERT.replace("2024-01-20", "20") + "\n" + second)
    assert [line.split(":")[1] for line in told] == ["10", "19", "19", "22"]


def test_a_field_named_inside_the_words_of_a_quote_does_not_move_the_line_that_is_told(mistakes):
    told = mistakes(EXPERT.replace("banter", "\ndate = 1\n[[quote]]\nbanter").replace("paraphrases", "paraphrase"))
    assert told == ["quotes.toml:20: quote 1: 'paraphrase' is no field of a quote. Did you mean paraphrases or areas?"]


def test_a_text_that_never_ends_is_told_with_the_last_line(mistakes):
    (told,) = mistakes(EXPERT.replace("seriously.'''", "seriously."))
    assert told.startswith("quotes.toml:17: this is not TOML")


def test_a_file_in_another_encoding_is_told_with_its_line(mistakes):
    (told,) = mistakes(EXPERT.replace("Ada", "Zoë").encode("cp1252"))
    assert told == "quotes.toml:4: a character here is not UTF-8: save the file as UTF-8 and try again."


def test_a_file_that_is_not_there_is_told_by_name(tmp_path):
    with pytest.raises(QuoteBankError, match=r"nowhere\.toml: no such file or directory: name a quote bank"):
        Bank.read(tmp_path / "nowhere.toml", STORIES)


def test_a_folder_is_no_quote_bank(tmp_path: Path):
    with pytest.raises(QuoteBankError, match="is a directory"):
        Bank.read(tmp_path, STORIES)
