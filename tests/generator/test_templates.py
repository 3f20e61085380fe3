"""What a journalist who writes templates is told: one sentence, the file, the line, and no talk of the machinery."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.draft import Draft
from generator.sandbox import bounded_time, story_sandbox
from generator.stories import TEMPLATES
from generator.storyerror import TemplateError
from tests.generator.newsrooms import BODY, HEADLINES, STORY, Write, paragraph


@pytest.fixture
def mistake(write: Write) -> Callable[..., str]:
    """The sentence that a journalist is told about a story with a mistake in it."""

    def said(**parts: str) -> str:
        with pytest.raises(TemplateError) as caught:
            write(**parts)
        return str(caught.value)

    return said


def intro(draft: Draft) -> str:
    return draft.paragraphs[0].text


# What is printed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{ 5 }} cases", "this would print a bare number: put a filter behind it"),
        ("{{ local.cases.now }}", "this would print a fact or a handle: put a filter behind it"),
        ("{{ local.cases.now | upper }}", "this would print a fact or a handle: put a filter behind it"),
        ("{{ [local.cases.now] | join }}", "this would print a fact or a handle: put a filter behind it"),
        ("{{ 'about ' ~ local.cases.now }}", "words are joined by writing them side by side, not with ~"),
        ("{{ local.cases.now.value }}", "'value' is shut off: templates choose and place facts, and see no values"),
        ("{{ local.cases.now['value'] }}", "'value' is shut off"),
        ("{{ '{0.value}'.format(local.cases.now) }}", "'value' is shut off"),
        ("{% if local.cases.now.value > 9 %}many{% endif %}", "'value' is shut off"),
        ("{{ desk.page }}", "'page' is shut off"),
        ("{{ force.__class__ }}", "'__class__' is shut off"),
        ("{{ 1 + 2 }}", "there is no arithmetic in templates (here: +)"),
        ("{{ local.cases.now - local.cases.before }}", "there is no arithmetic in templates (here: -)"),
        ("{{ '%s cases' % local.cases.now }}", "there is no arithmetic in templates (here: %)"),
        ("{{ 'higher' if false }}", "an {{ ... if ... }} without an else prints nothing here: write the else"),
    ],
)
def test_a_figure_reaches_the_page_through_a_filter_or_not_at_all(mistake: Callable[..., str], words: str, told: str):
    said = mistake(body=paragraph(words))
    assert said.startswith("stories/ours/body.j2, line 2: ")
    assert told in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("In {{ forse.name }}.", "nothing is called 'forse' here: check the spelling"),
        ("In {{ force.nam }}.", "nothing is called 'nam' there: check the spelling"),
        ("There were {{ local.casez | count }}.", "nothing is called 'casez' there: check the spelling"),
        ("There were {{ local.cases.now | coun }}.", "there is no filter 'coun'. Did you mean count"),
        ("{% if local.cases is knwn %}x{% endif %}", "there is no test 'knwn'. Did you mean known?"),
        ("{% if %}x{% endif %}", "something is missing before the end of this tag"),
        ("{% iff local.cases %}x{% endif %}", "there is no tag {% iff %}"),
        ("There were {{ force | count }}.", "this filter takes a fact or a comparison"),
        ("{{ local.cases.now | per_cent }}", "is no share in per cent but cases"),
        ("{{ local.cases | change(form='verbs') }}", "form can be clause or verb or noun"),
        ("{{ local.long_view | fold }}", "guard it with {% if x is known %}"),
        ("{{ offence | field('plurals') }}", "offences.toml has no field 'plurals'"),
        ("{{ force | field('name') }}", "`field` takes a row of a reference file"),
        ("{% include 'stories/ours/no.j2' %}", "there is no template 'stories/ours/no.j2' beside the stories"),
        ("{% choose 'x' %}{% option if false %}a{% endchoose %}", "no option of {% choose 'x' %} is true here"),
        ("{% choose 'x' %}a{% option %}b{% endchoose %}", "would never be printed"),
    ],
)
def test_a_slip_is_told_with_its_line_and_in_plain_words(mistake: Callable[..., str], words: str, told: str):
    said = mistake(body=paragraph(words))
    assert said.startswith("stories/ours/body.j2, line 2: ")
    assert told in said
    assert said.endswith((".", "?"))
    assert ".." not in said.replace("...", "")
    assert not any(word in said for word in ("Jinja", "object", "NoneType", "attribute", "argument"))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (
            {"body": '{% paragraph "intro" %}\nwords'},
            "stories/ours/body.j2, line 2: the file ends before {% endparagraph %}.",
        ),
        (
            {"body": paragraph('{% choose "x" %}{% option %}a')},
            "stories/ours/body.j2, line 3: {% endparagraph %} comes before the end of {% choose %}.",
        ),
        (
            {"body": '{% from "macros/nowhere.j2" import x %}' + BODY},
            "stories/ours/body.j2, line 1: there is no template 'macros/nowhere.j2' beside the stories.",
        ),
        (
            {
                "body": '{% from "macros/ours.j2" import x with context %}' + paragraph("{{ x() }}"),
                "ours": "{# empty #}",
            },
            "stories/ours/body.j2, line 2: macros/ours.j2 has no macro 'x'.",
        ),
        (
            {"body": "{% macro a() %}{{ a() }}{% endmacro %}\n" + paragraph("{{ a() }}")},
            "stories/ours/body.j2, line 1: a macro or an include calls itself without end.",
        ),
        (
            {"body": paragraph("{% if local.cases is rise %}up{% endif %}").replace("up", "words")},
            "stories/ours/body.j2, line 1: paragraph 'intro' came out empty. Put an {% if %} around the whole of it.",
        ),
        (
            {"body": paragraph("a") + paragraph("b")},
            "stories/ours/body.j2: two blocks are called 'intro'. Rename one.",
        ),
        (
            {"body": BODY + '{% slot "picture" %}'},
            "stories/ours/body.j2, line 5: slot 'picture' is not described in story.toml. Add [slots.picture] there.",
        ),
        (
            {"body": BODY + '{% slot "force_reply" %}'},
            "stories/ours/body.j2, line 5: slot 'force_reply' is placed twice. A gap has one place.",
        ),
        (
            {"body": "{% paragraph %}words{% endparagraph %}"},
            'stories/ours/body.j2, line 1: {% paragraph %} needs a name of its own, such as "intro".',
        ),
        (
            {"headlines": HEADLINES.replace("65", "'long'")},
            (
                "stories/ours/headlines.j2, line 1: {% headline %} needs the number of characters that it must stay "
                "under, such as 65."
            ),
        ),
        (
            {"headlines": HEADLINES.replace("in {{ force.place }}{% e", "{{ force.place }} " + "words " * 9 + "{% e")},
            (
                "stories/ours/headlines.j2, line 1: no headline option is under 65 characters; the shortest is "
                f"'4,000 harassment cases North Wales {('words ' * 9).strip()}'. Write a shorter one."
            ),
        ),
        (
            {"headlines": HEADLINES.replace("Harassment in", "Harassment " * 30)},
            "stories/ours/headlines.j2, line 3: the social line has more than 280 characters. Cut it.",
        ),
        (
            {"headlines": "{% headline 65 %}Words{% endheadline %}"},
            "stories/ours/headlines.j2: headlines, a standfirst and a social line are needed.",
        ),
    ],
)
def test_a_mistake_in_the_building_of_a_story_is_one_sentence(
    mistake: Callable[..., str], parts: dict[str, str], told: str
):
    assert mistake(**parts) == told


# Words that make a claim


@pytest.mark.parametrize("words", ["Harassment rose.", "There were 33.", "There were three.", "That is a record."])
def test_a_figure_or_comparison_in_plain_words_is_refused_with_its_line(mistake: Callable[..., str], words: str):
    said = mistake(body=paragraph(words))
    assert said.startswith("stories/ours/body.j2, line 2: no claim covers '")


def test_each_uncovered_word_is_named_with_its_own_line(mistake: Callable[..., str]):
    said = mistake(body=paragraph("Harassment rose.\nThere were 33."))
    assert said.startswith("stories/ours/body.j2, line 2: no claim covers 'rose', '33' (line 3), ")


def test_a_comparison_that_comes_out_of_an_expression_is_refused_when_it_is_printed(mistake: Callable[..., str]):
    said = mistake(body=paragraph("{{ 'There were more' }} cases."))
    assert said.startswith("stories/ours/body.j2, block 'intro' for north-wales: no claim covers 'more'")


def test_a_mistake_in_a_macro_names_the_macros_file(mistake: Callable[..., str]):
    body = '{% from "macros/ours.j2" import told with context %}' + paragraph("{{ told() }}")
    assert mistake(body=body, ours="{% macro told() %}\nIt rose.{% endmacro %}").startswith("macros/ours.j2, line 2: ")


def test_words_of_comparison_stand_where_the_facts_bear_them_out(write: Write):
    assert intro(write(body=paragraph("It {% resting on local.cases %}fell{% endresting %}."))) == "It fell."


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("{% resting on local.cases %}rose{% endresting %}", "rose"),
        ("{% resting on local.cases %}fell by 1,000{% endresting %}", "1,000"),
        ("{% resting on local.cases %}fell to a record low{% endresting %}", "record low"),
        ("{% resting on local.record %}fell{% endresting %}", "fell"),
        ("{% resting on nation.cases %}rose{% endresting %}", "rose"),
        ("{% resting on local.cases %}halved{% endresting %}", "halved"),
    ],
)
def test_a_licence_that_the_facts_do_not_bear_out_is_refused(mistake: Callable[..., str], words: str, wrong: str):
    assert mistake(body=paragraph(f"It {words}.")) == (
        f"stories/ours/body.j2, line 2: {wrong!r} is not what the facts of this tag show."
    )


def test_a_licence_rests_on_comparisons_alone(mistake: Callable[..., str]):
    said = mistake(body=paragraph("It {% resting on force %}fell{% endresting %}."))
    assert said == (
        "stories/ours/body.j2, line 2: {% resting on %} takes comparisons such as local.cases or nation.record."
    )


@pytest.mark.parametrize(
    "words", ["{{ local.cases.now | cases }} came in.", "Police know. {{ local.cases.now | count }}."]
)
def test_a_sentence_that_opens_with_a_figure_is_refused(mistake: Callable[..., str], words: str):
    assert mistake(body=paragraph(words)) == (
        "stories/ours/body.j2, line 2, block 'intro' for north-wales: a sentence opens with the figure '4,000'. "
        "Put other words before it."
    )


def test_what_an_editor_is_asked_must_be_true_too(mistake: Callable[..., str]):
    ask = 'ask = "Why has it {% resting on local.cases %}risen{% endresting %}?"'
    said = mistake(recipe=STORY.replace('ask = "What is the force doing?"', ask))
    assert said == "stories/ours/story.toml [slots.force_reply] ask: 'risen' is not what the facts of this tag show."


def test_a_slip_in_what_an_editor_is_asked_names_the_slot(mistake: Callable[..., str]):
    said = mistake(recipe=STORY.replace("What is the force", "{{ forse }}"))
    assert said.startswith("stories/ours/story.toml [slots.force_reply] ask: nothing is called 'forse' here")


# Time


def test_a_template_that_never_ends_is_stopped():
    # Loops in loops over a few letters: days of work, without a number in sight.
    letters = "a" * 60
    loops = "".join(f"{{% for _{depth} in '{letters}' %}}" for depth in range(9)) + "{% endfor %}" * 9
    template = story_sandbox([TEMPLATES]).from_string(loops)
    with pytest.raises(TemplateError, match=r"ran for more than 0\.2 seconds\. Look for a loop that never ends"):  # noqa: SIM117
        with bounded_time(0.2):
            template.render()


def test_the_clock_is_put_back_when_a_template_ends():
    with bounded_time(0.05):
        pass
    end = 0
    for number in range(3_000_000):
        end = number
    assert end == 2_999_999


# Claims survive what templates do with words


@pytest.mark.parametrize(
    ("words", "printed", "claimed"),
    [
        ("{{ local.cases.now | cases | upper }} x", None, None),
        ("It was {{ local.cases.now | cases | upper }}.", "It was 4,000 HARASSMENT CASES.", "4,000 HARASSMENT CASES"),
        ("{{ local.cases.now | period | capitalised }}.", "The year to September 2022.", "The year to September 2022"),
        (
            "It was {{ [local.cases.now | count, 'no less'] | join(', ') }}.".replace("no less", "they say"),
            "It was 4,000, they say.",
            "4,000",
        ),
        ("It was\n    {{ local.cases.now\n | cases }}  .", "It was 4,000 harassment cases .", "4,000 harassment cases"),
    ],
)
def test_a_phrase_keeps_its_claim_through_capitals_and_joins(
    write: Write, words: str, printed: str | None, claimed: str | None
):
    if printed is None:
        with pytest.raises(TemplateError, match="opens with the figure"):
            write(body=paragraph(words))
        return
    draft = write(body=paragraph(words))
    assert intro(draft) == printed
    assert [run.text for run in draft.paragraphs[0].runs if run.claims] == [claimed]


def test_a_phrase_inside_a_licence_is_covered_by_both(write: Write):
    words = "It {% resting on local.cases %}fell for {{ offence | field('subject') }}{% endresting %}."
    draft = write(body=paragraph(words))
    kinds = {claim.id: claim.kind for claim in draft.claims}
    covered = [(run.text, [kinds[name] for name in run.claims]) for run in draft.paragraphs[0].runs]
    assert covered == [
        ("It ", []),
        ("fell for ", ["licence"]),
        ("harassment", ["licence", "reference"]),
        (".", []),
    ]


def test_a_claim_names_the_template_and_the_line_of_its_phrase(write: Write):
    draft = write(body=paragraph("Words come before.\nThen there were {{ local.cases.now | cases }}."))
    assert [(one.template, one.line) for one in draft.claims if one.kind == "cases" and one.id.startswith("intro")] == [
        ("stories/ours/body.j2", 3)
    ]
