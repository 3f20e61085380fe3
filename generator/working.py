"""The working behind a draft's phrases, laid out for a reader. In: a `Draft`. Out: plain rows that pages print.

Knows the draft alone: what it shows is what the draft holds. How things are called is in templates/export/words.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.draft import Claim, Draft, Paragraph, Run, Slot, spoken_claims
from generator.factrow import FactRow, described, words_for
from generator.language import KINDS
from generator.sums import sum_of

# A phrase shows so many facts in full; a record or a rank rests on many more, which are listed in short.
SHOWN_IN_FULL = 3
# Phrases that state no figure of their own: a period, a reference, an author's words.
WITHOUT_FIGURES = frozenset({"period", "since", "licence", "reference"})


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A phrase with what it rests on. `printed` is the phrase, `rule` what such a phrase says, `sum` its arithmetic.

    `facts` are shown in full and `others` in short. `caveats` are those of all of them. `source` names the row of a
    reference file.
    """

    id: str
    kind: str
    printed: str
    rule: str
    sum: str
    facts: tuple[FactRow, ...]
    others: tuple[FactRow, ...]
    caveats: tuple[str, ...]
    source: str
    template: str
    line: int

    @property
    def all_facts(self) -> tuple[FactRow, ...]:
        return self.facts + self.others


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a paragraph: text, or a claim with pieces inside. `first` is false where a claim that another one
    interrupted goes on."""

    text: str = ""
    claim: ClaimRow | None = None
    children: tuple[Node, ...] = ()
    first: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """A fact under a phrase; `before` where a phrase above has told its working already."""

    fact: FactRow
    before: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the working below the copy: a phrase, the facts told with it, and how many more there are."""

    claim: ClaimRow
    facts: tuple[Told, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Working:
    """All rows of a draft. `words` is the length of the copy, gaps left out."""

    claims: Mapping[str, ClaimRow]
    facts: tuple[FactRow, ...]
    draft: Draft

    def nodes(self, runs: Sequence[Run]) -> tuple[Node, ...]:
        """Runs as nested pieces, claims within claims."""
        return tuple(_nodes(runs, 0, self.claims, set()))

    @property
    def words(self) -> int:
        """The words of paragraphs and filled quotes, whom they come from included; a dash is no word."""
        words = (word for text in _copy(self.draft) for word in text.split())
        return sum(any(map(str.isalnum, word)) for word in words)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every printed phrase that states a figure, in reading order, each once."""
        return tuple(_lines(self.claims[name] for name in _in_reading_order(self.draft)))


def working(draft: Draft) -> Working:
    """The working of a draft."""
    rows = described(draft.facts)
    caveats = _caveats_of(draft)
    said = dict(spoken_claims(draft))
    claims = {claim.id: _claim_row(claim, said.get(claim.id, ""), rows, caveats) for claim in draft.claims}
    return Working(claims=claims, facts=tuple(rows.values()), draft=draft)


def _claim_row(
    claim: Claim, printed: str, rows: Mapping[str, FactRow], caveats: Mapping[str, tuple[str, ...]]
) -> ClaimRow:
    facts = tuple(rows[name] for name in claim.facts)
    shown = len(facts) if len(facts) <= SHOWN_IN_FULL else 1
    kind = KINDS.get(claim.kind)
    row = claim.options.get("row", "") if claim.kind == "reference" else ""
    notes = [text for name in (*claim.facts, row) for text in caveats.get(name, ())]
    return ClaimRow(
        id=claim.id,
        kind=claim.kind,
        printed=printed,
        rule=words_for("claims", claim.kind) or (kind.help if kind else claim.kind),
        sum=sum_of(claim.kind, tuple(fact.fact for fact in facts)),
        facts=facts[:shown],
        others=facts[shown:],
        caveats=tuple(dict.fromkeys(notes)),
        source=f"{claim.options.get('table', '')}.toml, {row}" if row else "",
        template=claim.template,
        line=claim.line,
    )


def _caveats_of(draft: Draft) -> dict[str, tuple[str, ...]]:
    """The words of the draft's caveats, by their own ids and by the facts they touch: either may name the other."""
    touched = {
        fact.id: tuple(one.text for one in draft.caveats if fact.id in one.facts or one.id in fact.caveats)
        for fact in draft.facts
    }
    return {one.id: (one.text,) for one in draft.caveats} | touched


def _copy(draft: Draft) -> Iterator[str]:
    for block in draft.body:
        match block:
            case Paragraph():
                yield block.text
            case Slot(filled=True):
                yield block.attribution
                yield from block.printed


def _in_reading_order(draft: Draft) -> Iterator[str]:
    """The ids of printed claims: the body's first, for that is what an editor reads the working beside."""
    texts = [block.runs for block in draft.body if isinstance(block, Paragraph)]
    texts += [headline.runs for headline in draft.headlines]
    texts += [draft.standfirst.runs, draft.social.runs]
    yield from dict.fromkeys(name for runs in texts for run in runs for name in run.claims)


def _lines(claims: Iterable[ClaimRow]) -> Iterator[Line]:
    said: set[tuple[str, tuple[str, ...]]] = set()
    told: set[str] = set()
    for claim in claims:
        key = (claim.printed.casefold(), tuple(fact.id for fact in claim.all_facts))
        if not claim.facts or claim.kind in WITHOUT_FIGURES or key in said:
            continue
        said.add(key)
        facts = tuple(Told(fact, fact.id in told) for fact in claim.facts)
        told.update(fact.id for fact in claim.facts)
        yield Line(claim, facts, len(claim.others))


def _nodes(runs: Sequence[Run], depth: int, claims: Mapping[str, ClaimRow], seen: set[str]) -> Iterator[Node]:
    at = 0
    while at < len(runs):
        if len(runs[at].claims) <= depth:
            yield Node(text=runs[at].text)
            at += 1
            continue
        name = runs[at].claims[depth]
        last = at
        while last < len(runs) and len(runs[last].claims) > depth and runs[last].claims[depth] == name:
            last += 1
        first = name not in seen
        seen.add(name)
        yield Node(claim=claims[name], children=tuple(_nodes(runs[at:last], depth + 1, claims, seen)), first=first)
        at = last
