"""A sheet's columns, each distinct text looked at once. In: a sheet and its headings. Out: fields by name.

The million cells of a column hold a few thousand texts at most, so meaning is worked out per text and spread by numpy.
Knows where each value stands, so that an error can name file, sheet and row; knows nothing of what a value means.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fetch.errors import WorkbookError
from fetch.header import Header
from fetch.workbook import Sheet

T = TypeVar("T")
Ints = NDArray[np.int32]
BLANK = -1


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A column as positions into its distinct values: item i is `values[codes[i]]`, or nothing where that is BLANK.

    Every value is some item's.
    """

    codes: Ints
    values: tuple[T, ...]

    def spread(self, of: Callable[[T], Any], dtype: Any) -> NDArray[Any]:
        """A property of each item, as an array. No item may be blank."""
        return np.array([of(value) for value in self.values], dtype=dtype)[self.codes]

    def at(self, kept: NDArray[np.bool_] | slice) -> Field[T]:
        """The same for some of the items."""
        codes = self.codes[kept]
        used = np.bincount(codes[codes != BLANK], minlength=len(self.values)) > 0
        renumbered = np.append(np.where(used, np.cumsum(used) - 1, BLANK), BLANK).astype(np.int32)
        return Field(renumbered[codes], tuple(compress(self.values, used)))


def distinct(codes: Ints, values: Sequence[T]) -> Field[T]:
    """A field whose values are all different, from one in which several may have come to mean the same."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    renumbered = np.array([places[value] for value in values] + [BLANK], dtype=np.int32)
    return Field(renumbered[codes], tuple(places))


def encode(column: pa.StringArray) -> Field[str]:
    """A column of text as a field of trimmed text; a cell of nothing but blanks is blank."""
    encoded = column.dictionary_encode()
    codes = encoded.indices.fill_null(BLANK).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    values = [text.strip() for text in encoded.dictionary.to_pylist()]
    if "" in values:
        full = np.array([place if text else BLANK for place, text in enumerate(values)] + [BLANK], np.int32)
        codes = full[codes]
    return distinct(codes, values).at(slice(None))


def as_dictionary(field: Field[str]) -> pa.DictionaryArray:
    """A field as Arrow's dictionary of text, nulls where it is blank."""
    codes = pa.array(field.codes, mask=field.codes == BLANK)
    return pa.DictionaryArray.from_arrays(codes, pa.array(field.values, pa.string()))


class DataSheet:
    """The rows beneath a sheet's headings. `rows` holds their numbers in the sheet; empty rows are left out."""

    def __init__(self, sheet: Sheet, header: Header, file: str) -> None:
        self.table = header.table
        self.name = sheet.name
        self.letters = {field: sheet.letter(place) for field, place in header.places.items()}
        self._file = file
        self._headings = {column.field: column.spellings[0] for column in header.table.columns}
        beneath = [column.slice(header.row) for column in sheet.columns]
        self._fields = {field: encode(beneath[place]) for field, place in header.places.items()}
        numbers = np.arange(header.row + 1, sheet.rows + 1, dtype=np.int32)
        filled = np.zeros(len(numbers), np.bool_)
        for field in self._fields.values():
            filled |= field.codes != BLANK
        self.rows = numbers
        self.keep(filled)

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Go on with some of the rows only."""
        if not kept.all():
            self.rows = self.rows[kept]
            self._fields = {name: field.at(kept) for name, field in self._fields.items()}

    def has(self, name: str) -> bool:
        """Whether the sheet has the column at all."""
        return name in self._fields

    def optional(self, name: str, clean: Callable[[str], T]) -> Field[T]:
        """The column with each text made into a value by `clean`; blank cells stay blank.

        Raises WorkbookError that names the first row whose text `clean` refuses (ValueError, with its words).
        """
        field = self._fields[name]
        values: list[T] = []
        refused: list[tuple[int, str]] = []
        for place, text in enumerate(field.values):
            try:
                values.append(clean(text))
            except ValueError as error:
                refused.append((int(np.flatnonzero(field.codes == place)[0]), str(error)))
        if refused:
            item, words = min(refused)
            raise WorkbookError(self.where(item, f"{self._headings[name]} {words}"))
        return distinct(field.codes, values)

    def required(self, name: str, clean: Callable[[str], T]) -> Field[T]:
        """As `optional`, but a blank cell is an error: nothing is not zero, and a formula's error reads as nothing."""
        blank = np.flatnonzero(self._fields[name].codes == BLANK)
        if len(blank):
            raise WorkbookError(self.where(int(blank[0]), f"the cell under {self._headings[name]!r} is empty"))
        return self.optional(name, clean)

    def where(self, item: int, words: str) -> str:
        """A sentence about one row, led by file, sheet and the row's number in the sheet."""
        return f"{self._file}, sheet {self.name!r}, row {self.rows[item]}: {words.rstrip('.')}."
