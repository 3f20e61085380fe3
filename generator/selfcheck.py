"""The proof that every draft passes before it is written. In: drafts and the release. Out: nothing, or the first flaw.

Words without a claim state nothing; each phrase is said again from its claim, each fact worked out again from its
inputs, each total summed again from its cells by SQL. It shares the language with the writer: it finds what broke on
the way, not what both get wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import duckdb

from fetch.release import Release
from generator import licence
from generator.cube import OUTCOMES_PRINT, RECORDED_PRINT, parquet
from generator.draft import Claim, Draft, spoken_claims
from generator.facts import Fact, Selector, derive
from generator.language import LanguageError, Style, words
from generator.plain import check_plain
from generator.references import reference_words
from generator.storyerror import TemplateError

T = TypeVar("T")
Held = tuple[int, int, str]
Sums = Mapping[Selector, Held]


class _Held(dict[str, T]):
    """What a draft holds, by id; one that it speaks of and does not hold is a flaw of the draft."""

    def __init__(self, what: str, held: Mapping[str, T]) -> None:
        super().__init__(held)
        self._what = what

    def __missing__(self, name: str) -> T:
        raise TemplateError(f"{self._what} {name}: the draft rests on it and does not hold it.")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that were printed: each claim's id with the words it covers, the claims, and all that they rest on."""

    said: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]


def prove(drafts: Sequence[Draft], release: Release, style: Style) -> None:
    """Prove every draft of a batch; cells are summed once for all.

    Raises:
        TemplateError: names the template and the line of the phrase that can't be proved, or the fact.
    """
    for draft in drafts:
        check_plain(draft)
    prove_spoken([Spoken(tuple(spoken_claims(one)), one.claims, one.facts) for one in drafts], release, style)


def prove_spoken(texts: Sequence[Spoken], release: Release, style: Style) -> None:
    """Prove what texts claim; cells are summed once for all, and a fact of several texts is proved once.

    Raises:
        TemplateError: names the template and the line of the phrase that can't be proved, or the fact.
    """
    sums = cell_sums(release, {fact.cells for text in texts for fact in text.facts if fact.cells is not None})
    checked: set[Fact] = set()
    for text in texts:
        facts = _Held("fact", {fact.id: fact for fact in text.facts})
        for fact in text.facts:
            if fact not in checked:
                _prove_fact(fact, facts, sums)
                checked.add(fact)
        claims = _Held("claim", {claim.id: claim for claim in text.claims})
        for name, words_said in text.said:
            _prove_claim(claims[name], words_said, facts, style)


# Facts


def _prove_fact(fact: Fact, facts: Mapping[str, Fact], sums: Sums) -> None:
    if fact.cells is not None:
        rows, total, digest = sums.get(fact.cells, (0, 0, f"{0:016x}"))
        if (rows, total, digest) != (fact.cells.rows, fact.cells.total, fact.cells.digest):
            raise TemplateError(f"fact {fact.id}: the release says {total} in {rows} cells, not {fact.cells.total}.")
        if fact.value is not None and fact.value != total:
            raise TemplateError(f"fact {fact.id}: its cells add up to {total}, not {fact.value}.")
    elif fact.value is not None:
        inputs = [facts[name] for name in fact.inputs]
        values = tuple(one.value for one in inputs if one.value is not None)
        if len(values) != len(inputs) or _derived(fact, values) != fact.value:
            raise TemplateError(f"fact {fact.id}: {fact.rule} of its inputs is not {fact.value}.")
        if fact.unit == "rank" and fact.constants != (float(len(values)), float(values[0] in values[1:])):
            raise TemplateError(f"fact {fact.id}: {len(values)} were ranked, and its constants say otherwise.")


def _derived(fact: Fact, values: tuple[float, ...]) -> float | None:
    """What the fact's rule gives; None where it gives nothing."""
    try:
        return derive(fact.rule, values, fact.constants)
    except (LookupError, ArithmeticError):
        return None


def cell_sums(release: Release, selectors: Iterable[Selector]) -> dict[Selector, Held]:
    """Cells, sum and digest of each selection, by one query a table."""
    found: dict[Selector, Held] = {}
    wanted = sorted(set(selectors), key=repr)
    for table in ("recorded", "outcomes"):
        chosen = [one for one in wanted if one.table == table]
        if chosen and release.parts(table):
            found.update(_sums_of(release, table, chosen))
    return found


def _sums_of(release: Release, table: str, chosen: Sequence[Selector]) -> Iterator[tuple[Selector, Held]]:
    recorded = table == "recorded"
    count, fingerprint = ("count", RECORDED_PRINT) if recorded else ("recorded_basis", OUTCOMES_PRINT)
    # Lists are bound and unnested by the database: a table made here would import all of pandas.
    asked = {
        "number": list(range(len(chosen))),
        "areas": [list(one.areas) for one in chosen],
        "codes": [list(one.offences) for one in chosen],
        "kinds": [list(one.outcomes or (0,)) for one in chosen],
        "first": [one.first for one in chosen],
        "last": [one.last for one in chosen],
    }
    with duckdb.connect() as database:
        database.execute(
            """
            CREATE TEMP TABLE asked AS
            SELECT number, first, last, area, code, unnest(kinds) AS kind
            FROM (SELECT * EXCLUDE (codes), unnest(codes) AS code
                  FROM (SELECT * EXCLUDE (areas), unnest(areas) AS area
                        FROM (SELECT unnest($number) AS number, unnest($areas) AS areas, unnest($codes) AS codes,
                                     unnest($kinds) AS kinds, unnest($first)::DATE AS first,
                                     unnest($last)::DATE AS last)))
            """,
            asked,
        )
        # Cells that no selection touches are left out before they are hashed.
        rows = database.execute(f"""
            WITH cells AS MATERIALIZED (
              SELECT area, offence_code AS code, quarter, {"0" if recorded else "outcome_type"} AS kind,
                     coalesce({count}, 0) AS cases, {fingerprint} AS fingerprint
              FROM {parquet(release, table)}
              WHERE area IN (SELECT area FROM asked) AND offence_code IN (SELECT code FROM asked)
                AND quarter >= (SELECT min(first) FROM asked))
            SELECT number, count(*), sum(cases)::BIGINT, bit_xor(fingerprint)
            FROM asked JOIN cells USING (area, code, kind)
            WHERE quarter BETWEEN first AND last
            GROUP BY number
        """).fetchall()  # noqa: S608 (names are ours, values are bound)
    for at, held, total, digest in rows:
        yield chosen[at], (held, total, f"{digest:016x}")


# Claims


def _prove_claim(claim: Claim, text: str, facts: Mapping[str, Fact], style: Style) -> None:
    where = f"{claim.template}, line {claim.line}"
    resting = tuple(facts[name] for name in claim.facts)
    try:
        if claim.kind == "licence":
            wrong = licence.unlicensed(text, licence.rests_of(resting, claim.options))
            if wrong:
                raise TemplateError(f"{wrong!r} is not what the facts show.", where)
            return
        again = _said_again(claim, resting, style)
    except (LanguageError, LookupError, AttributeError, ValueError) as error:
        raise TemplateError(f"the copy says {text!r}, and its claim can't be said again ({error}).", where) from error
    if " ".join(again.split()).casefold() != " ".join(text.split()).casefold():
        raise TemplateError(f"the copy says {text!r}, and its facts say {again!r}.", where)


def _said_again(claim: Claim, resting: tuple[Fact, ...], style: Style) -> str:
    if claim.kind == "reference":
        return reference_words(claim.options["table"], claim.options["row"], claim.options["field"])
    return words(claim.kind, resting, claim.options, style)
