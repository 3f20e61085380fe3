"""Which findings are asked for. In: names from the command line. Out: `Asked`, and the lines that answer to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from fetch.errors import UnknownNameError, nearest
from generator import reference
from generator.findings.finding import DataWarning, Finding, Findings, Rejected
from generator.findings.show.words import Words
from generator.reference import NATION

AN_ID = " An id is like north-wales/harassment/change: copydesk findings shows them."


@dataclass(frozen=True, slots=True)
class Asked:
    """What to show: empty for everything. `top` is how many lines at most, of each list where areas are named."""

    areas: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    least: float = 0.0
    top: int | None = None

    def lines(self, found: Findings) -> tuple[Finding, ...]:
        """The lines asked for: each named area's list in its order, or the best of all areas together."""
        wanted = [one for one in found.lines if self._wants(one)]
        if not self.areas:
            return tuple(sorted(wanted, key=_by_worth)[: self.top])
        return tuple(one for slug in self.areas for one in [each for each in wanted if each.area == slug][: self.top])

    def rejected(self, found: Findings) -> tuple[Rejected, ...]:
        """What was not told of what is asked for, the most worth first."""
        wanted = [one for one in found.rejected if self._wants(one.finding)]
        ordered = sorted(wanted, key=lambda one: _by_worth(one.finding))
        if not self.areas:
            return tuple(ordered[: self.top])
        return tuple(
            one for slug in self.areas for one in [each for each in ordered if each.finding.area == slug][: self.top]
        )

    def warnings(self, found: Findings) -> tuple[DataWarning, ...]:
        """The warnings of the areas asked for."""
        return tuple(one for one in found.warnings if not self.areas or one.area in self.areas)

    def _wants(self, one: Finding) -> bool:
        return (
            (not self.areas or one.area in self.areas)
            and (not self.offences or one.offence in self.offences)
            and (not self.kinds or one.kind in self.kinds)
            and one.value >= self.least
        )


def asked_for(
    found: Findings,
    words: Words,
    *,
    areas: Sequence[str] = (),
    offences: Sequence[str] = (),
    kind_names: Sequence[str] = (),
    least: float = 0.0,
    top: int | None = None,
) -> Asked:
    """What is asked for, its names checked.

    Raises:
        UnknownNameError: there is no such area, offence or kind, with the nearest.
    """
    every = (*found.lines, *(one.finding for one in found.rejected))
    known_offences = {one.offence for one in every}
    known_kinds = {one.kind for one in every} | set(words.kinds)
    return Asked(
        areas=known_areas(areas),
        offences=_known("offence in this release", offences, known_offences),
        kinds=_known("kind of finding", [name.replace("-", "_") for name in kind_names], known_kinds),
        least=least,
        top=top,
    )


def known_areas(slugs: Iterable[str]) -> tuple[str, ...]:
    """Forces, regions and the nation by their slugs.

    Raises:
        UnknownNameError: one is none of them, with the nearest.
    """
    return _known("police force or region", slugs, {*reference.forces(), *reference.regions(), NATION})


def find_named(found: Findings, identity: str) -> Finding:
    """The finding of this id, told or rejected.

    Raises:
        UnknownNameError: there is none, with the nearest ids.
    """
    one = found.named(identity)
    if one is not None:
        return one
    every = [one.id for one in found.lines] + [one.finding.id for one in found.rejected]
    area = identity.partition("/")[0]
    near = nearest(identity, [name for name in every if name.startswith(f"{area}/")] or every)
    raise UnknownNameError(f"There is no finding {identity!r} in the release {found.release}.{near or AN_ID}")


def _by_worth(one: Finding) -> tuple[float, str]:
    return -one.value, one.id


def _known(what: str, names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            listed = "" if nearest(name, known) or len(known) > 20 else f" There are {', '.join(sorted(known))}."
            raise UnknownNameError(f"There is no {what} {name!r}.{nearest(name, known)}{listed}")
    return tuple(dict.fromkeys(names))
