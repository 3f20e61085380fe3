"""What the measurement prints. In: verdicts by kind, and what was set aside. Out: tables and lists for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench.mutants.judge import VERDICTS, Alarm

HEADINGS = ("kind", "made", "set aside", "judged", "caught", *VERDICTS, "got away", "per cent")


@dataclass(slots=True)
class Row:
    """One kind of mutant, counted: set aside, caught by each verdict, and got away."""

    aside: int = 0
    caught: Counter[str] = field(default_factory=Counter)
    away: int = 0

    @property
    def judged(self) -> int:
        return self.caught.total() + self.away

    def cells(self, name: str) -> tuple[str, ...]:
        share = f"{100 * self.caught.total() / self.judged:.2f}" if self.judged else "-"
        others = [self.caught[verdict] for verdict in VERDICTS]
        numbers = (self.judged + self.aside, self.aside, self.judged, self.caught.total(), *others, self.away)
        return (name, *(f"{number:,}" for number in numbers), share)

    def add(self, other: Row) -> None:
        """Count another row's mutants too."""
        self.aside += other.aside
        self.caught.update(other.caught)
        self.away += other.away


def table(title: str, rows: dict[str, Row]) -> Table:
    """The table by kind, with a line for all of them."""
    grid = Table(title=title)
    for heading in HEADINGS:
        grid.add_column(heading, justify="left" if heading == "kind" else "right")
    every = Row()
    for name, row in rows.items():
        grid.add_row(*row.cells(name))
        every.add(row)
    grid.add_section()
    grid.add_row(*every.cells("all"))
    return grid


def rules(aside: Counter[tuple[str, str]], every: Iterable[str]) -> Table:
    """How many mutants each of the rules set aside, the most first; a rule that set none aside is told too."""
    grid = Table(title="Set aside as still true, by the rule")
    grid.add_column("mutants", justify="right")
    grid.add_column("rule")
    by_rule: Counter[str] = Counter(dict.fromkeys(every, 0))
    for (_, rule), number in aside.items():
        by_rule[rule] += number
    for rule, number in by_rule.most_common():
        grid.add_row(f"{number:,}", Text(rule))
    return grid


def away(console: Console, escaped: Iterable[tuple[str, str, str]], most: int | None = None) -> None:
    """The mutants that got away, by kind: (kind, the passage with its change marked, where it stands)."""
    by_kind: dict[str, dict[str, list[str]]] = {}
    for kind, shown, where in escaped:
        by_kind.setdefault(kind, {}).setdefault(shown, []).append(where)
    for kind, sentences in by_kind.items():
        console.print(Text(f"{kind}: {sum(len(places) for places in sentences.values())} got away", style="bold"))
        for sentence, places in list(sentences.items())[:most]:
            console.print(Text(f"  {sentence}  ({_places(places)})"), soft_wrap=True)


def alarms(console: Console, texts: int, found: Sequence[Alarm]) -> None:
    """Problems that were found in true words, each once."""
    console.print(f"False alarms in {texts:,} true texts: {len(found):,}")
    by_words: dict[tuple[str, str], list[str]] = {}
    for one in found:
        by_words.setdefault((one.told, one.sentence), []).append(one.where)
    for (told, sentence), places in by_words.items():
        console.print(Text(f"  {told} [{sentence}]  ({_places(places)})"), soft_wrap=True)


def _places(places: Sequence[str]) -> str:
    return places[0] + (f" and {len(places) - 1} more" if len(places) > 1 else "")
