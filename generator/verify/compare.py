"""Is a comparison true? In: a comparison and two values. Out: a verdict.

Rules: the house style guide, section 2 (direction, size, noise, strength); docs/methodology.md for what chance brings.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from generator.verify.approximations import holds, right_words, rounded
from generator.verify.numbers import Quantity
from generator.verify.statements import RATE, RECORDED, SHARE, Comparison
from generator.verify.verdict import TRUE, Figures, Value, Verdict, plain, settled

# Beyond so many standard errors a change is more than chance would bring: one in a hundred, two-sided.
BEYOND_NOISE = 2.5758293035489004
# Below this, figures stand alone: no percentage, no multiple.
SMALL = 20
# Under this, and within noise, two counts are about the same.
ABOUT_THE_SAME = Fraction(2, 100)
# "At least halved" and its kin can be read both ways.
_UNCLEAR_HALF = frozenset({"at least", "at most", "less than"})
QUARTERS = 4
SLIGHT, SHARP = Fraction(5, 100), Fraction(15, 100)


def judge_comparison(said: Comparison, figures: Figures) -> Verdict:
    """The verdict on a comparison: the first rule that it breaks, else true."""
    left, right = figures.value(said.left), figures.value(said.right)
    if left is None or right is None or said.left.end is None or said.right.end is None:
        return figures.lacking(said.left if left is None else said.right)
    if said.left == said.right:
        return Verdict(None, "it is not clear what is compared with what")
    case = _Case(said, (left, said.left.end), (right, said.right.end), figures)
    for rule in (case.across_break, case.direction, case.size, case.chance, case.strength):
        verdict = rule()
        if verdict.true is not True:
            return verdict
    return TRUE


class _Case:
    """One comparison with its two values and their periods. Each method is one rule."""

    def __init__(self, said: Comparison, now: tuple[Value, int], then: tuple[Value, int], figures: Figures) -> None:
        self.said, self.figures = said, figures
        (left, self.end), (right, self.other_end) = now, then
        self.left, self.right = left, right
        self.known = left.exact and right.exact
        self.counts = said.left.measure not in (SHARE, RATE)
        self.against = f"{plain(left, said.left)} against {plain(right, said.right)}"
        self.score = self._score() if self.known else None

    def _score(self) -> float | None:
        left, right, answers = self.said.left, self.said.right, self.figures.answers
        if left.measure == SHARE:
            one, other = (left.area, self.end), (right.area, self.other_end)
            return answers.share_score(left.group, left.offence, one, other)
        if left.measure == RECORDED and left.area == right.area:
            return answers.change_score(left.offence, left.area, self.end, self.other_end)
        return None

    @property
    def _within_noise(self) -> bool:
        return self.score is not None and abs(self.score) <= BEYOND_NOISE

    @property
    def _told(self) -> str:
        """How the two stand: "4,633 is fewer than 5,397 (harassment cases in North Wales, ...)"."""
        said, left, right = self.said, self.left, self.right
        ways = ("fewer", "more") if self.counts else ("lower", "higher")
        way = f"{ways[left.low > right.low]} than" if left.low != right.low else "the same as"
        one, other = plain(left, said.left), plain(right, said.right)
        if one == other and left != right:
            one, other = f"{float(left.low):.4f}", f"{float(right.low):.4f}"
        what = f"{self.figures.named(said.left)}, against {self.figures.named(said.right)}"
        return f"{one} is {way} {other} ({what})"

    def across_break(self) -> Verdict:
        """Nothing is compared across a hard break."""
        first, last = sorted((self.end, self.other_end))
        if first == last or not self.figures.answers.hard_break(self.said.left.offence, first, last):
            return TRUE
        return Verdict(False, "the offence was counted in another way in between", "give the figures alone")

    def direction(self) -> Verdict:
        """Up, down, the same or about the same."""
        left, right = self.left, self.right
        match self.said.relation:
            case "up":
                better = "down" if left.high < right.low else "the same"
                return settled(self._told, better, true=left.low > right.high, false=left.high <= right.low)
            case "down":
                better = "up" if left.low > right.high else "the same"
                return settled(self._told, better, true=left.high < right.low, false=left.low >= right.high)
            case "same":
                apart = left.high < right.low or left.low > right.high
                alike = self.said.left.measure == SHARE and self._same_tenth
                return settled(self._told, true=self.known and (left == right or alike), false=apart)
            case "about":
                return self._about()
        return TRUE

    @property
    def _same_tenth(self) -> bool:
        """Equal to the one decimal that is printed."""
        tenth = Fraction(1, 10)
        return rounded(self.left.low, tenth) == rounded(self.right.low, tenth)

    def _about(self) -> Verdict:
        if not self.known:
            return Verdict(None, "part of the figures is missing, so “about the same” is not known")
        if self.counts:
            near = self.right.low > 0 and abs(self.left.low / self.right.low - 1) < ABOUT_THE_SAME
            close = near and (self._within_noise or self.left == self.right)
        else:
            close = self._same_tenth or self._within_noise
        return TRUE if close else Verdict(False, self._told, "down" if self.left.low < self.right.low else "up")

    def size(self) -> Verdict:
        """By how much, or how many times."""
        size = self.said.size
        if size is None:
            return TRUE
        if not self.known:
            return Verdict(None, "part of the figures is missing, so the size of the change is not known")
        if size.kind == "times" or self.said.relation in ("", "part"):
            return self._multiple(size)
        if size.kind in ("points", "number", "vague", "range"):
            return self._difference(size)
        return self._relative(size)

    def _multiple(self, size: Quantity) -> Verdict:
        amiss = self._no_multiple(size)
        if amiss is not None:
            return amiss
        ratio = self.left.low / self.right.low
        if holds(size, ratio, ratio):
            return TRUE
        return Verdict(False, f"{self.against} is {float(ratio):.2f} times", self._right_multiple(size, ratio))

    @staticmethod
    def _right_multiple(size: Quantity, ratio: Fraction) -> str:
        """How many times, where it is nearly twice or more; else the per cent."""
        if ratio >= Fraction(19, 10):
            return right_words(size, ratio)
        per_cent = rounded(abs(ratio - 1) * 100, Fraction(1))
        return f"{'up' if ratio > 1 else 'down'} {int(per_cent)} per cent"

    def _no_multiple(self, size: Quantity) -> Verdict | None:
        """Why nothing may be called a multiple here; None where it may."""
        if not self.right.low:
            return Verdict(False, f"{self.against}: nothing is a multiple of none", "give both figures")
        if self._small:
            return self._too_small()
        if self.said.relation == "down" and size.value > 1:
            return Verdict(False, "a fall is never told in times or folds", "give the per cent")
        if self.said.relation == "up" and size.value < 1:
            return Verdict(False, f"{self.against}: a rise is never to a part", "give both figures")
        if size.value < 1 and size.hedge in _UNCLEAR_HALF:
            return Verdict(None, "it is not clear which way a hedge before a half points", "give the per cent")
        return None

    def _difference(self, size: Quantity) -> Verdict:
        difference = abs(self.left.low - self.right.low)
        if size.kind == "points" and self.counts:
            return Verdict(False, "percentage points are for shares and rates", "per cent")
        if holds(size, difference, difference):
            return TRUE
        unit = " percentage points" if size.kind == "points" else ""
        apart = f"{float(difference):.2f}" if size.kind == "points" else f"{int(difference):,}"
        return Verdict(False, f"{self.against} is a difference of {apart}{unit}", right_words(size, difference))

    def _relative(self, size: Quantity) -> Verdict:
        if self.said.left.measure == SHARE and size.kind == "per cent":
            points = right_words(replace(size, kind="points"), abs(self.left.low - self.right.low))
            return Verdict(False, f"{self.against}: a change of a share is told in percentage points", points)
        if not self.right.low:
            return Verdict(False, f"{self.against}: there is no percentage of none", "give both figures")
        if self._small:
            return self._too_small()
        change = abs(self.left.low - self.right.low) / self.right.low
        said = change * 100 if size.kind == "per cent" else change
        if holds(size, said, said):
            return TRUE
        return Verdict(False, f"{self.against} is {float(100 * change):.2f} per cent", right_words(size, said))

    @property
    def _small(self) -> bool:
        return self.counts and min(self.left.low, self.right.low) < SMALL

    def _too_small(self) -> Verdict:
        return Verdict(
            False, f"{self.against}: under {SMALL}, figures stand without per cent or multiple", "give both figures"
        )

    def chance(self) -> Verdict:
        """A word of direction alone is for changes beyond chance; beside both figures it is plain arithmetic."""
        said = self.said
        if said.relation not in ("up", "down") or not self._within_noise:
            return TRUE
        same_area = said.left.area == said.right.area
        arithmetic = said.figures and (said.both or same_area) and not said.strength
        years_apart = same_area and abs(self.end - self.other_end) > QUARTERS
        if arithmetic or years_apart:
            return TRUE
        return Verdict(
            False, f"{self.against} is within what chance alone would bring", "give both figures, or say about the same"
        )

    def strength(self) -> Verdict:
        """Slight is under 5 per cent, sharp 15 per cent or more."""
        if not self.said.strength or not self.right.low or self.said.left.measure == SHARE:
            return TRUE
        change = abs(self.left.low / self.right.low - 1)
        told = f"{self.against} is a change of {float(100 * change):.1f} per cent"
        if self.said.strength == "slight" and change >= SLIGHT:
            return Verdict(False, f"{told}, which is not slight (under 5 per cent)", "leave out the adverb")
        if self.said.strength == "sharp" and change < SHARP:
            return Verdict(False, f"{told}, which is not sharp (15 per cent or more)", "leave out the adverb")
        return TRUE
