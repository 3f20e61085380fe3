"""What makes a line news: the settings that a newsroom edits. In: findings/news_value.toml. Out: `NewsValue`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from fetch.errors import ReferenceDataError, nearest
from generator.findings.classification import Node
from generator.stories import TEMPLATES

NAME = "findings/news_value.toml"
# Copy calls nothing a record that has fewer years behind it (COPY, section 2).
LEAST_YEARS = 5

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Amount = Annotated[float, msgspec.Meta(ge=0)]


class Bars(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How large an effect must be to be told; each in the unit that the file says."""

    change: Amount
    record_years: Amount
    record_margin: Amount
    fold: Annotated[float, msgspec.Meta(gt=1)]
    fold_further: Amount
    streak_years: Amount
    turning_years: Amount
    outlier: Amount
    extreme: Amount
    places: Amount
    points: Amount
    share: Amount
    opposed: Amount
    driver: Share
    first_years: Amount


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points of each part; together 100."""

    size: Amount
    evidence: Amount
    rarity: Amount
    people: Amount
    interest: Amount
    surprise: Amount
    human: Amount
    freshness: Amount

    def __post_init__(self) -> None:
        total = sum(getattr(self, name) for name in self.__struct_fields__)
        if abs(total - 100) > 1e-6:
            raise ValueError(f"the weights add up to {total:g} and must add up to 100")


class Deductions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points that a line loses."""

    soft_break: Amount
    provisional: Amount
    standing: Amount
    with_nation: Amount
    group: Amount
    subgroup: Amount
    code_without_words: Amount


class Scales(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where each part reaches its full points."""

    full_evidence: Annotated[float, msgspec.Meta(gt=0, lt=0.05)]
    full_surprise: Annotated[float, msgspec.Meta(gt=0)]
    against: Share
    many_people: Annotated[float, msgspec.Meta(gt=20)]
    pictured: tuple[Amount, Amount]
    old_news: Share
    unassigned: Share
    same_group: Share
    same_family: Share
    same_rates: Share
    with_nation: Amount


class FaultBars(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"least": "from"}):
    """What a fault in the data looks like."""

    near_zero: Share
    many: Share
    fallen: Share
    gone: Share
    least: Amount


class KindWorth(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How special a kind is, the size (logarithm of a ratio) from which it has all the points for size, and its share
    of the error that is allowed."""

    worth: Share
    full_size: Annotated[float, msgspec.Meta(gt=0)]
    allowance: Annotated[float, msgspec.Meta(gt=0)] = 1.0


class NewsValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it. `error_rate` is the false discovery rate that is controlled over a release."""

    error_rate: Annotated[float, msgspec.Meta(gt=0, lt=1)]
    least: Bars
    weights: Weights
    deductions: Deductions
    scales: Scales
    kinds: dict[str, KindWorth]
    interest: dict[str, Share]
    faults: FaultBars

    def interest_of(self, node: Node) -> float:
        """The public interest of an offence: by its id, its official name, its subgroup, its group, in this order."""
        named = self._by_name()
        for name in (node.id, node.official, node.subgroup, node.group):
            if name and name.casefold() in named:
                return named[name.casefold()]
        return self.interest.get("default", 0.0)

    def kind(self, name: str) -> KindWorth:
        """What the newsroom says of a kind; one that it does not name is of middling worth."""
        return self.kinds.get(name, KindWorth(worth=0.4, full_size=1.0))

    def _by_name(self) -> Mapping[str, float]:
        return {name.casefold(): worth for name, worth in self.interest.items()}


def load_news_value(folders: Sequence[Path]) -> NewsValue:
    """The settings of the first folder that has any.

    Raises:
        ReferenceDataError: none has, or the file has a mistake: the sentence names the field.
    """
    for folder in folders:
        path = folder / NAME
        if path.is_file():
            return _checked(path, _read(path))
    raise ReferenceDataError(f"templates/{NAME} is missing. Install copydesk again.")


def _read(path: Path) -> NewsValue:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), NewsValue)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ReferenceDataError(f"{path}: {error}. Mend the file.") from error


def _checked(path: Path, settings: NewsValue) -> NewsValue:
    """The settings, if they hold together. Raises ReferenceDataError where they do not."""
    known = _read(TEMPLATES / NAME).kinds
    strange = next((name for name in settings.kinds if name not in known), None)
    if strange is not None:
        raise ReferenceDataError(
            f"{path}, kinds: there is no kind {strange!r}.{nearest(strange, known)} Mend the file."
        )
    if settings.scales.full_evidence >= settings.error_rate:
        raise ReferenceDataError(f"{path}, scales.full_evidence must lie below error_rate. Mend the file.")
    if settings.least.record_years < LEAST_YEARS:
        raise ReferenceDataError(
            f"{path}, least.record_years: fewer than {LEAST_YEARS} years make no record in copy. Mend the file."
        )
    return settings
