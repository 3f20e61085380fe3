"""Panels for tests of findings: yearly totals in sight, everything else by good defaults.

A panel has all 43 forces and, by itself, one offence. What a test says of a force stands; every other force holds what
`elsewhere` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generator import reference
from generator.findings.classification import Classification, Label, classify
from generator.findings.evidence import Floats
from generator.findings.find import find
from generator.findings.finding import Finding, Findings
from generator.findings.moment import Noise, fit_noise
from generator.findings.news_value import NewsValue, load_news_value
from generator.findings.panel import Panel, panel_of_totals
from generator.quarters import Year
from generator.stories import TEMPLATES

# No counting rule that touches shoplifting changed in these years, and the pandemic is no part of them.
ENDS = "2019-09"
SHOPLIFTING = Label("46", "Shoplifting", "Shoplifting", "Theft offences")
HARASSMENT = tuple(
    Label(code, name, "Stalking and harassment", "Violence against the person")
    for code, name in (("8L", "Harassment"), ("8Q", "Stalking"), ("8R", "Malicious communications"))
)
ASSAULT = Label("8N", "Assault with injury", "Violence with injury", "Violence against the person")
# A year that nobody knows.
UNKNOWN = None
Years = Sequence[float | None]


def settings() -> NewsValue:
    """The settings as they come."""
    return load_news_value((TEMPLATES,))


def panel(
    labels: Sequence[Label] = (SHOPLIFTING,),
    *,
    ends: str = ENDS,
    elsewhere: Mapping[str, Years] | Years = (),
    **forces: Mapping[str, Years] | Years,
) -> Panel:
    """Yearly totals by force (slugs with underscores) and code, the oldest first; plain numbers where there is one
    code. The years end with `ends`."""
    tree = classify(labels)
    slugs = tuple(reference.forces())
    given = {name.replace("_", "-"): _by_code(one, tree) for name, one in forces.items()}
    usual = _by_code(elsewhere, tree)
    length = max(len(years) for one in (usual, *given.values()) for years in one.values())
    codes = np.full((len(slugs), len(tree.codes), length), np.nan)
    for at, slug in enumerate(slugs):
        for place, code in enumerate(tree.codes):
            years = given.get(slug, usual).get(code, usual.get(code, ()))
            codes[at, place, length - len(years) :] = [np.nan if one is None else one for one in years]
    return of_codes(slugs, tree, codes, ends)


def of_codes(slugs: Sequence[str], tree: Classification, codes: Floats, ends: str) -> Panel:
    """A panel whose nodes add up these totals of codes, by force, code and year; each year four periods apart."""
    members = tree.members.astype(float)
    totals = np.einsum("nc,act->ant", members, np.nan_to_num(codes))
    totals[np.einsum("nc,act->ant", members, np.isnan(codes).astype(float)) > 0] = np.nan
    periods = 4 * (codes.shape[2] - 1) + 1
    spaced = np.full((*totals.shape[:2], periods), np.nan)
    spaced[..., ::4] = totals
    last = Year.of(ends).end
    people = np.array([[float(reference.populations().residents[slug])] * periods for slug in slugs])
    people[slugs.index("city-of-london")] = np.nan
    return panel_of_totals(slugs, tree, range(last - periods + 1, last + 1), spaced, people)


def _by_code(years: Mapping[str, Years] | Years, tree: Classification) -> Mapping[str, Years]:
    if isinstance(years, Mapping):
        return years
    assert len(tree.codes) == 1, "name the codes where there are several"
    return {tree.codes[0]: years}


def found(
    what: Panel,
    *,
    noise: Noise | None = None,
    of: NewsValue | None = None,
    families: Mapping[str, tuple[str, ...]] | None = None,
) -> Findings:
    """The findings of a panel."""
    return find(what, of or settings(), noise=noise, families=families or {})


def quiet(what: Panel, spread: float = 0.02) -> Noise:
    """Noise that is known: each count strays by so much of itself."""
    fitted = fit_noise(what)
    return Noise(np.full_like(fitted.spread, spread), fitted.shares)


def kinds_of(findings: Findings, area: str, offence: str = "shoplifting") -> dict[str, Finding]:
    """What holds for a series, by kind."""
    return {one.kind: one for one in findings.holding(area, offence)}
