"""The page for people who write templates: every phrase, its options and an example. Out: docs/language.md.

Run `python -m generator.language.guide` when a phrase is added; a test compares the page with what it would write.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.facts import Fact
from generator.language.predicates import PREDICATES
from generator.language.registry import KINDS, Phrase, words
from generator.language.style import load_style, style_names

PAGE = Path(__file__).resolve().parents[2] / "docs" / "language.md"

HEAD = """# The phrases of a story

Templates never print a bare number. A filter takes facts and returns a phrase, as in
`{{ local.cases | change(form="verb") }}`. The words follow from the figures, from what the figures can bear (the house
style guide, section 2) and from the house style; the phrase is worked out again when the draft is proved. A missing
fact is an error that names it: put `{% if local.cases is known %}` around the sentence.

This page is written by `python -m generator.language.guide`, and a test keeps it true. The examples are in the style
`news`; their figures are made up.
"""

OUTRO = """
## Where the words are

- `templates/language/words.toml` holds every word and pattern that a phrase prints. A newsroom's own file, in the
  folder given with `--templates`, need only hold what differs.
- `templates/language/lexicon.toml` holds the figures, number words and comparisons that plain text of a template may
  not use without a phrase or `{% resting on %}`, what each of them says, and the innocent phrases that are let pass.
- `generator/reference/offences.toml` holds the words for offences.

## House styles

A style is a file in `templates/styles`. `based_on = "news"` takes over every setting that the file does not state.
"""

SETTINGS: Mapping[str, str] = {
    "title": "what the style is called",
    "figures_from": "the first number that is written in figures; words below it",
    "per_cent": "what follows a share in copy",
    "per_cent_headline": "what follows a share in a headline",
    "million": "what follows a figure in millions",
    "thousands": "what parts thousands",
    "dash": "the dash around an aside, with its blanks",
    "quote_open": "opens a quote",
    "quote_close": "closes a quote",
    "inner_open": "opens a quote within a quote",
    "inner_close": "closes a quote within a quote",
    "sentences": "the most sentences a paragraph should hold",
    "dateline": "whether copy opens with place and date",
    "ends": "the line that closes the copy; empty for none",
    "slug_line": "whether the slug stands above the copy",
    "word_count": "whether the number of words is given",
    "forces": "names for forces that this title has of its own: `first` and `later` reference, by force",
}


def _fact(value: float, period: str = "2023-09", **fields: Any) -> Fact:
    common = {"measure": "recorded", "unit": "cases", "area": "north-wales", "offence": "harassment"}
    return Fact(id=str(value), value=value, period=period, **{"rule": "", "how": "", **common, **fields})


def _share(value: float, period: str = "2023-09", area: str = "north-wales") -> Fact:
    return _fact(value, period, unit="per cent", measure="share", area=area)


_NOISE = _fact(-4.0, unit="standard errors", measure="noise")
_CHANGE = (_fact(4633), _fact(5397, "2022-09"), _NOISE)
_SPAN = (_fact(4633), _fact(970, "2014-09"))
_SHARES = (_share(3.7), _share(7.1, "2022-09"), _NOISE)
_BESIDE = (_share(3.7), _share(5.2, area="england-and-wales"), _NOISE)

# The facts that each example is made from, and the options beside the defaults that are worth an example.
EXAMPLES: Mapping[str, tuple[tuple[Fact, ...], tuple[Mapping[str, str], ...]]] = {
    "count": ((_fact(4633),), ({},)),
    "cases": ((_fact(4633),), ({},)),
    "reports": ((_fact(1875, offence="stalking"),), ({},)),
    "at_least": ((_fact(4633, bounded=True),), ({"noun": "cases"},)),
    "rounded": ((_fact(271_432),), ({}, {"noun": "cases"}, {"hedge": "yes"})),
    "rate": ((_fact(6.74, unit="per 1,000 people"),), ({},)),
    "difference": (_CHANGE, ({}, {"noun": "cases"})),
    "change": (
        _CHANGE,
        ({}, {"figures": "no"}, {"form": "verb"}, {"form": "noun"}, {"form": "adj"}, {"form": "headline"}),
    ),
    "direction": (_CHANGE, ({"up": "rose", "down": "fell", "same": "stayed the same"},)),
    "fold": (_SPAN, ({}, {"form": "fold"})),
    "per_day": ((_fact(4633),), ({}, {"form": "a"})),
    "per_cent": ((_share(3.712),), ({}, {"places": "0"}, {"only": "just"})),
    "share_change": (_SHARES, ({}, {"form": "verb"}, {"form": "points"})),
    "versus": (_BESIDE, ({},)),
    "one_in": ((_share(3.712),), ({},)),
    "rank": ((_fact(3, unit="rank", constants=(43.0, 0.0)),), ({}, {"the": "yes"})),
    "record": (
        tuple(_fact(4633 - 40 * back, f"{2023 - back}-09") for back in range(10)),
        ({}, {"form": "noun"}, {"form": "headline"}),
    ),
    "run": (
        tuple(_fact(value, f"{2023 - back}-09") for back, value in enumerate((4633, 4502, 4380, 4111, 4200))),
        ({}, {"form": "clause"}, {"form": "after"}),
    ),
    "none_before": (tuple(_fact(value, f"{2023 - at}-09") for at, value in enumerate((3, 0, 0, 0, 0, 0, 0))), ({},)),
    "part_of_change": (
        (
            _fact(10_397, offence="stalking-and-harassment"),
            _fact(9_204, "2022-09", offence="stalking-and-harassment"),
            _fact(4_633),
            _fact(3_911, "2022-09"),
        ),
        ({},),
    ),
    "only_force": (
        tuple(
            _fact(value, period, area=area)
            for area, now, before in (
                ("north-wales", 4633, 5397),
                ("dyfed-powys", 2910, 2604),
                ("gwent", 3105, 2988),
                ("south-wales", 6020, 5871),
            )
            for value, period in ((now, "2023-09"), (before, "2022-09"))
        ),
        ({},),
    ),
    "period": ((_fact(4633),), ({}, {"form": "months"}, {"form": "end"})),
    "since": ((_fact(4633, "2003-03"),), ({},)),
    "years_apart": (_SPAN, ({}, {"form": "ago"})),
}


def _options(phrase: Phrase) -> Iterator[str]:
    for name, option in phrase.options.items():
        if name != "begin":
            choices = ", ".join(f"`{choice}`" for choice in option.choices if choice) or "your words"
            default = f", by itself `{option.default}`" if option.default else ""
            yield f"- `{name}`: {option.help} ({choices}{default})"


def _taken(phrase: Phrase) -> Iterator[str]:
    for name in phrase.facts:
        if name.endswith("?"):
            yield f"{name[:-1]} (may be left out)"
        else:
            yield f"{name[:-3]} (one or more)" if name.endswith("...") else name


def _asked(name: str, options: Mapping[str, str]) -> str:
    inside = ", ".join(f'{key}="{value}"' for key, value in options.items())
    return f"{name}({inside})" if inside else name


def _section(phrase: Phrase) -> Iterator[str]:
    yield f"### {phrase.name}"
    yield ""
    yield f"{phrase.help[:1].upper()}{phrase.help[1:]}. Takes: {', '.join(_taken(phrase))}."
    yield ""
    options = [*_options(phrase)]
    if options:
        yield from options
        yield ""
    facts, asked = EXAMPLES[phrase.name]
    yield "| in a template | prints |"
    yield "|---|---|"
    for one in asked:
        yield f"| `{_asked(phrase.name, one)}` | {words(phrase.name, facts, one, load_style('news'))} |"
    yield ""


def _styles() -> Iterator[str]:
    yield "| style | for |"
    yield "|---|---|"
    for name in style_names(()):
        yield f"| `{name}` | {load_style(name).title} |"
    yield ""
    yield "| setting | what it does | in `news` |"
    yield "|---|---|---|"
    news = load_style("news")
    for name, help_ in SETTINGS.items():
        value = getattr(news, name)
        shown = "by force" if name == "forces" else f"`{value}`" if value != "" else "empty"
        yield f"| `{name}` | {help_} | {shown} |"


def page() -> str:
    """The whole page."""
    lines = [HEAD, "## Phrases", ""]
    lines += [
        'Each may also open a sentence: `begin="yes"` gives it a capital, and refuses to begin with a figure.',
        "",
    ]
    for phrase in KINDS.values():
        lines += _section(phrase)
    lines += ["## Questions", "", "`{% if local.cases is sharp %}` asks what the phrases would say.", ""]
    lines += ["| question | takes, and when it is true |", "|---|---|"]
    lines += [f"| `{name}` | {inspect.getdoc(test)} |" for name, test in PREDICATES.items()]
    lines += [OUTRO, *_styles()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import generator.language  # noqa: F401 (lists every phrase)

    PAGE.write_text(page(), encoding="utf-8")
