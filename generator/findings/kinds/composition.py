"""Which part of an offence drives its change, and parts that go opposite ways."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, Flags, Ints, candidates
from generator.findings.evidence import Floats
from generator.findings.kinds import kind
from generator.findings.moment import Moment


@kind("opposed", "composition", test="year on year, both parts")
def opposed(moment: Moment) -> Iterator[Candidates]:
    """One part up and another down, both beyond noise. `up` and `down` name the parts: stalking up, harassment down."""
    yield from _parts(moment, "opposed")


@kind("driver", "composition", test="year on year, whole and part")
def driver(moment: Moment) -> Iterator[Candidates]:
    """A change of which one part makes up the most. `part` names it, `portion` is its share of the change."""
    yield from _parts(moment, "driver")


def _parts(moment: Moment, name: str) -> Iterator[Candidates]:
    """One row for each area and offence that has parts."""
    parents = np.unique(moment.panel.offences.parent)
    with np.errstate(invalid="ignore"):
        steps = np.where(np.isfinite(moment.change_p), moment.now - moment.before, np.nan)
    for parent in parents[parents >= 0]:
        parts = np.flatnonzero(moment.panel.offences.parent == parent)
        if len(parts) > 1:
            yield (_opposed if name == "opposed" else _driver)(moment, int(parent), parts, steps)


def _opposed(moment: Moment, parent: int, parts: Ints, steps: Floats) -> Candidates:
    up, p_up, rise = _strongest(moment, parts, steps, 1)
    down, p_down, fall = _strongest(moment, parts, steps, -1)
    whole = moment.before[:, parent]
    with np.errstate(divide="ignore", invalid="ignore"):
        small = np.minimum(rise, fall) / whole
        tested = np.isfinite(moment.change_p[:, parent]) & (rise > 0) & (fall > 0)
    return candidates(
        "opposed",
        _column(moment, parent, tested) > 0,
        direction=_column(moment, parent, np.where(rise >= fall, 1.0, -1.0)),
        size=_column(moment, parent, 2 * np.nan_to_num(small)),
        p=_column(moment, parent, np.maximum(p_up, p_down)),
        news=_column(moment, parent, small >= moment.bars.opposed) > 0,
        back=1,
        up=_column(moment, parent, up),
        down=_column(moment, parent, down),
    )


def _driver(moment: Moment, parent: int, parts: Ints, steps: Floats) -> Candidates:
    total = steps[:, parent]
    sign = np.sign(np.nan_to_num(total))
    inside = np.nan_to_num(steps[:, parts])
    at = np.argmax(inside * sign[:, None], axis=1)
    own = np.take_along_axis(inside, at[:, None], axis=1)[:, 0]
    p_own = np.take_along_axis(moment.change_p[:, parts], at[:, None], axis=1)[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        portion = own / total
        p = np.maximum(moment.change_p[:, parent], np.minimum(1.0, len(parts) * p_own))
        news = (portion >= moment.bars.driver) & (np.abs(moment.relative[:, parent]) >= moment.bars.change)
    return candidates(
        "driver",
        _column(moment, parent, np.isfinite(p)) > 0,
        direction=_column(moment, parent, sign),
        size=_column(moment, parent, np.nan_to_num(np.log1p(moment.relative[:, parent]))),
        p=_column(moment, parent, p),
        news=_column(moment, parent, news) > 0,
        back=1,
        part=_column(moment, parent, parts[at]),
        portion=_column(moment, parent, np.nan_to_num(portion)),
    )


def _strongest(moment: Moment, parts: Ints, steps: Floats, sign: int) -> tuple[Floats, Floats, Floats]:
    """The part that went furthest in one direction: which, p (as the best of so many), and by how many cases."""
    inside = np.nan_to_num(sign * steps[:, parts])
    at = np.argmax(inside, axis=1)[:, None]
    p = np.nan_to_num(np.take_along_axis(moment.change_p[:, parts], at, axis=1)[:, 0], nan=1.0)
    moved = np.take_along_axis(inside, at, axis=1)[:, 0]
    return parts[at[:, 0]].astype(float), np.minimum(1.0, len(parts) * p), moved


def _column(moment: Moment, node: int, values: Floats | Ints | Flags) -> Floats:
    """An array by area as one of its columns by area and offence, nan elsewhere."""
    whole = np.full(moment.now.shape, np.nan)
    whole[:, node] = values
    return whole
