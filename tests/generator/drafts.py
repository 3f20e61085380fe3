"""A draft built by hand, for tests of what is made from drafts: the North Wales story, short, with every kind of block.

`python -m tests.generator.drafts` writes the golden files again; read them as copy before you commit them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from generator.draft import (
    Box,
    Caveat,
    Claim,
    Draft,
    Headline,
    Note,
    Paragraph,
    Place,
    ReleaseRef,
    Run,
    Slot,
    Source,
)
from generator.facts import Fact, Selector

GOLDEN = Path(__file__).parent / "golden"
WARNING = "ILLUSTRATIVE FIGURES, NOT FOR PUBLICATION. The figures of this draft are invented."


def cells(table: str = "recorded", first: str = "2022-10-01", last: str = "2023-07-01", **more: Any) -> Selector:
    """Four quarters of harassment in North Wales."""
    coordinates = {"areas": ("north-wales",), "offences": ("8L",), "rows": 4, "digest": "0f1e2d3c4b5a6978"}
    return Selector(table=table, first=first, last=last, **{**coordinates, **more})


def fact(name: str, value: float | None, how: str = "", **more: Any) -> Fact:
    """A fact about harassment in North Wales in the year to September 2023; `name` says of which measure."""
    coordinates = {"area": "north-wales", "offence": "harassment", "period": "2023-09", "unit": "cases", "rule": "sum"}
    coordinates["measure"] = name.partition("/")[0]
    return Fact(id=name, value=value, how=how, **{**coordinates, **more})


FACTS = (
    fact("charged/2023", 172, "46 + 36 + 42 + 48", basis="recorded basis", cells=cells("outcomes", outcomes=(1,))),
    fact(
        "nation/2023",
        270_580,
        "65,142 + 63,760 + 69,051 + 72,627",
        measure="recorded",
        area="england-and-wales",
        bounded=True,
        cells=cells(areas=("north-wales", "kent", "durham"), rows=12),
    ),
    fact(
        "noise/2023",
        -2.8542,
        "(4,633 - 5,397) / 268",
        measure="distance from the year before",
        unit="standard errors",
        rule="noise",
        inputs=("recorded/2023", "recorded/2022"),
    ),
    fact(
        "recorded/2014",
        951,
        "236 + 204 + 247 + 264",
        period="2014-09",
        cells=cells(first="2013-10-01", last="2014-07-01"),
    ),
    fact("recorded/2022", 5397, "1,241 + 1,351 + 1,377 + 1,428", period="2022-09", caveats=("counting-2023",)),
    fact("recorded/2023", 4633, "1,138 + 1,076 + 1,195 + 1,224", cells=cells()),
    fact(
        "share/2023",
        3.71249730196417,
        "100 × 172 / 4,633",
        measure="charged, share",
        unit="per cent",
        rule="per cent of",
        basis="recorded basis",
        inputs=("charged/2023", "recorded/2023"),
    ),
    fact("stalking/2023", None, measure="recorded", offence="stalking", missing="1 cell was not provided"),
)

CLAIMS = (
    Claim(id="headline-65.1", kind="change", facts=("recorded/2023", "recorded/2022", "noise/2023")),
    Claim(
        id="intro.1", kind="licence", facts=("recorded/2023", "recorded/2022", "noise/2023"), template="body.j2", line=3
    ),
    Claim(id="intro.2", kind="period", facts=("recorded/2023",), template="body.j2", line=3),
    Claim(id="nation.1", kind="rounded", facts=("nation/2023",), template="body.j2", line=7),
    Claim(id="local.1", kind="cases", facts=("recorded/2023",), template="body.j2", line=9),
    Claim(
        id="local.2", kind="change", facts=("recorded/2023", "recorded/2022", "noise/2023"), template="body.j2", line=9
    ),
    Claim(id="scale.1", kind="licence", facts=("recorded/2023", "recorded/2014"), template="body.j2", line=12),
    Claim(id="scale.2", kind="fold", facts=("recorded/2023", "recorded/2014"), template="body.j2", line=12),
    Claim(id="scale.3", kind="per_day", facts=("recorded/2023",), template="body.j2", line=12),
    Claim(id="charged.1", kind="count", facts=("charged/2023",), template="body.j2", line=15),
    Claim(id="charged.2", kind="per_cent", facts=("share/2023",), template="body.j2", line=15),
    Claim(
        id="support.1",
        kind="reference",
        facts=(),
        options={"table": "helplines", "row": "example", "field": "number"},
        template="body.j2",
        line=20,
    ),
)

BODY: tuple[Paragraph | Slot | Box, ...] = (
    Paragraph(
        id="intro",
        runs=(
            Run("Police in North Wales dealt with "),
            Run("fewer", ("intro.1",)),
            Run(" harassment cases in "),
            Run("the year to September 2023", ("intro.2",)),
            Run("."),
        ),
    ),
    Paragraph(
        id="nation",
        runs=(Run("All forces together recorded "), Run("at least 271,000", ("nation.1",)), Run(" cases.")),
    ),
    Slot(
        id="expert",
        kind="quote",
        whom="A charity for victims",
        why="Puts the figures in context.",
        ask="What lies behind them?",
        required=False,
        printed=("“Reports are only part of it.", "“Most victims tell nobody, ‘not even a friend’.”"),
        attribution="Ada Example, who leads the Example Trust,",
    ),
    Paragraph(
        id="local",
        runs=(
            Run("North Wales Police recorded "),
            Run("4,633 harassment cases", ("local.1",)),
            Run(" – "),
            Run("down from 5,397 the year before", ("local.2",)),
            Run("."),
        ),
    ),
    # One phrase within another: the author's words, and the phrases that they rest on.
    Paragraph(
        id="scale",
        runs=(
            Run("The total is "),
            Run("a rise: ", ("scale.1",)),
            Run("almost five times as many as nine years earlier", ("scale.1", "scale.2")),
            Run(" in the long view", ("scale.1",)),
            Run(", or "),
            Run("an average of 13 every day", ("scale.3",)),
            Run("."),
        ),
    ),
    Paragraph(
        id="charged",
        runs=(
            Run("Of these, "),
            Run("172", ("charged.1",)),
            Run(" led to a charge or summons, or "),
            Run("just 3.7 per cent", ("charged.2",)),
            Run("."),
        ),
    ),
    Slot(
        id="force_reply",
        kind="quote",
        whom="North Wales Police press office",
        why="The force must have its say.",
        ask="Why have reports fallen?",
        required=True,
    ),
    Slot(
        id="picture",
        kind="picture",
        whom="North Wales Police press office",
        why="A face for the reply.",
        ask="A picture of the officer, with credit.",
        required=False,
    ),
    Box(
        id="support",
        title=(Run("Where to find help"),),
        lines=((Run("Example Line: call "), Run("0800 000 0000", ("support.1",)), Run(".")),),
    ),
)


def a_draft(**changes: Any) -> Draft:
    """The draft, with some fields changed."""
    draft = Draft(
        id="sample/north-wales/harassment",
        sample=True,
        warning=WARNING,
        status="draft",
        story="harassment",
        story_title="Harassment",
        area=Place(slug="north-wales", name="North Wales Police", place="North Wales", region=""),
        style="news",
        seed="sample:north-wales",
        release=ReleaseRef(
            name="sample",
            published="2024-01-25",
            sources=(
                Source(
                    title="Police force area tables",
                    filename="tables.ods",
                    url="https://example.org/tables.ods",
                    sha256="ab" * 32,
                ),
            ),
        ),
        period="2023-09",
        slug="harassment-north-wales-2023-09",
        headlines=(
            Headline(limit=65, runs=(Run("North Wales harassment cases "), Run("down 14%", ("headline-65.1",)))),
            Headline(limit=90, runs=(Run("Harassment in North Wales: what became of the cases"),)),
            Headline(
                limit=120, runs=(Run("Harassment in North Wales: what the police recorded, and what became of it"),)
            ),
        ),
        standfirst=Paragraph(id="standfirst", runs=(Run("What police recorded, and what became of it."),)),
        social=Paragraph(id="social", runs=(Run("Harassment in North Wales: what the figures say"),)),
        lead="Police in North Wales dealt with fewer harassment cases in the year to September 2023.",
        body=BODY,
        claims=CLAIMS,
        facts=FACTS,
        caveats=(
            Caveat(
                id="counting-2023",
                text="From May 2023 such cases are counted differently.",
                source="Counting rules, May 2023",
                facts=("recorded/2022",),
            ),
        ),
        notes=(
            Note(kind="unusual", text="Set the fall against the nation's rise."),
            Note(kind="check", text="Ring the helpline before printing."),
        ),
        methodology="Figures are police recorded crime, as they stood in this release.",
        attribution="Contains public sector information licensed under the Open Government Licence v3.0.",
        automation="This story was drafted with the help of automation and checked by a journalist.",
        warnings=("Set the fall against the nation's rise.",),
    )
    return msgspec.structs.replace(draft, **changes)


def write_golden() -> None:
    """Write the golden files again."""
    from generator.export import exporters

    GOLDEN.mkdir(exist_ok=True)
    for name in ("txt", "md"):
        (GOLDEN / f"draft.{name}").write_bytes(exporters()[name].render(a_draft()))


if __name__ == "__main__":
    write_golden()
