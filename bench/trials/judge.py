"""Whether a line is true. In: a finding, the truth beneath a simulated release. Out: a verdict.

Judged by the levels that the counts were drawn from, and never by the counts themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p

import numpy as np

from bench.trials.simulate import Planted, Truth
from generator.findings.classification import Classification
from generator.findings.finding import Finding
from generator.findings.panel import Panel

# A true change smaller than this, as a share, is as good as none: who tells it as a change beyond noise is wrong.
LEAST_TRUE = 0.01
LEAST_LOG = log1p(LEAST_TRUE)
# Kinds that claim nothing beyond their figures: they can't be false.
FIGURES_ALONE = frozenset({"first"})


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the lines of one simulated release."""

    panel: Panel
    truth: Truth
    planted: Planted

    def is_true(self, line: Finding) -> bool:
        """Whether the levels did what the line says."""
        area, node = self.panel.areas.index(line.area), self.offences.index(line.offence)
        sign = 1 if line.direction in {"up", "high"} else -1
        match line.kind:
            case "outlier" | "share_outlier":
                return self._was_set_apart(line, area, node, sign)
            case "extreme":
                return self._leads(area, node, sign)
            case "share":
                return self._share_moved(line.outcome, area, node, sign)
            case "opposed":
                return self._moved(area, self._part(line, "up"), 1) and self._moved(area, self._part(line, "down"), -1)
            case "driver":
                return self._moved(area, node, sign) and self._moved(area, self._part(line, "part"), sign)
            case "bucking":
                return self._moved(area, node, sign) and self._change(self.panel.nation, node, 1) * sign < 0
            case "moved":
                own, nation = self._change(area, node, 1), self._change(self.panel.nation, node, 1)
                return sign * (own - nation) >= LEAST_LOG
            case "turning":
                # The year before is the end of a run that must have gone the other way.
                run = self._log_ratio(self.truth.levels[area, node, 1], self.truth.levels[area, node, line.back])
                return self._moved(area, node, sign) and -sign * run >= LEAST_LOG
            case "record":
                return self._is_record(area, node, sign, line.back)
            case _:
                return self._moved(area, node, sign, line.back)

    @property
    def offences(self) -> Classification:
        return self.panel.offences

    def _part(self, line: Finding, name: str) -> int:
        return self.offences.index(str((line.detail or {})[name]))

    def _change(self, area: int, node: int, back: int) -> float:
        return self._log_ratio(self.truth.levels[area, node, 0], self.truth.levels[area, node, back])

    def _moved(self, area: int, node: int, sign: int, back: int = 1) -> bool:
        return sign * self._change(area, node, back) >= LEAST_LOG

    def _is_record(self, area: int, node: int, sign: int, years: int) -> bool:
        earlier = self.truth.levels[area, node, 1 : years + 1]
        best = earlier.max() if sign > 0 else earlier.min()
        return sign * self._log_ratio(self.truth.levels[area, node, 0], best) >= LEAST_LOG

    def _share_moved(self, outcome: str, area: int, node: int, sign: int) -> bool:
        share = self.truth.parts[outcome][area, node] / self.truth.levels[area, node]
        return sign * self._log_ratio(share[0], share[1]) >= LEAST_LOG

    def _leads(self, area: int, node: int, sign: int) -> bool:
        rates = sign * self.truth.rates[:, node]
        return bool(rates[area] >= np.nanmax(rates))

    def _was_set_apart(self, line: Finding, area: int, node: int, sign: int) -> bool:
        """Forces differ as the kind supposes that they do: only what was planted lies outside of that."""
        changed = self.planted.shares.get(line.outcome) if line.kind == "share_outlier" else self.planted.change
        members = self.offences.members[node]
        return changed is not None and bool((sign * np.log(changed[area, members]) > 0).any())

    @staticmethod
    def _log_ratio(now: float, then: float) -> float:
        return float(np.log(now / then)) if now > 0 and then > 0 else 0.0
