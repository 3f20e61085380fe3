"""From facts to words. In: a kind of phrase, its facts, its options and a house style. Out: words, or an error.

Pure: the same facts, options and style give the same words, when a story is written and when it is proved. The words
themselves are data (templates/language, templates/styles); what lives here is rules and arithmetic, one subject a file.
"""

from generator.language import (  # noqa: F401 (imported so that each lists its phrases)
    change,
    counts,
    fold,
    pace,
    periods,
    portions,
    ranks,
    records,
    runs,
    shares,
)
from generator.language.errors import LanguageError
from generator.language.lexicon import Hit, senses, uncovered
from generator.language.numbers import joined
from generator.language.predicates import PREDICATES
from generator.language.registry import KINDS, Option, Phrase, words
from generator.language.style import Style, load_style, style_names

__all__ = [
    "KINDS",
    "PREDICATES",
    "Hit",
    "LanguageError",
    "Option",
    "Phrase",
    "Style",
    "joined",
    "load_style",
    "senses",
    "style_names",
    "uncovered",
    "words",
]
