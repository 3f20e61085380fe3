"""The tags that story templates are written in. In: template source. Out: blocks on the `Page` that is being set.

{% paragraph "intro" %} words {% endparagraph %}            a paragraph, by its name; `speaker=...` for paraphrase
{% headline 65 %} words {% option %} words {% endheadline %}  a headline under so many characters: an option that fits;
                                                            what follows {% otherwise %} is taken where none does
{% standfirst %} {% social %} {% note "unusual" %}          what stands around the copy
{% box "support" %} title {% line %} words {% endbox %}     a box, a title and its lines
{% slot "reply" %}                                          a gap for an editor, described in story.toml
{% choose "link" %}{% option %} words {% option if ... %} words {% endchoose %}   one of several true variants
{% resting on x, y %} words {% endresting %}                words of comparison of your own, and what they rest on
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context

from generator.draft import Box, Headline, Paragraph
from generator.page import capitalised, cut, squeezed, unmarked
from generator.plain import check_source
from generator.storyerror import TemplateError

if TYPE_CHECKING:
    from jinja2.parser import Parser

    from generator.desk import Desk

SOCIAL_LIMIT = 280
# What stands after the name of a tag.
NAMED_BY = {
    "paragraph": 'a name of its own, such as "intro"',
    "headline": "the number of characters that it must stay under, such as 65",
    "note": 'what kind it is: "lead", "unusual", "caveat" or "check"',
    "box": 'a name of its own, such as "support"',
}
Caller = Callable[[], str]
# Splits a headline's or a box's body into its parts; a control character that no words contain.
PART, LAST_RESORT = "\x1e", "\x1d"


def desk_of(context: Context) -> Desk:
    """What the writer put beside the facts: the page being set, the claims, the seed."""
    return cast("Desk", context["desk"])


class StoryTags(Extension):
    """All tags of the story templates."""

    tags: ClassVar[set[str]] = (  # type: ignore[misc]  # Jinja declares it without ClassVar
        {
            "paragraph",
            "headline",
            "standfirst",
            "social",
            "note",
            "box",
            "slot",
            "choose",
            "resting",
            "option",
            "line",
            "otherwise",
        }
    )

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 (Jinja's)
        """The source of a story template, checked when it is compiled: plain words in it may make no claim.

        What is told to editors alone (story.toml) is free. A template that was compiled under an earlier lexicon is
        still caught when its words are set: every draft is checked again.
        """
        if name is not None and name.endswith(".j2"):
            check_source(self.environment, name, source)
        return source

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """One tag, by its name."""
        token = next(parser.stream)
        match token.value:
            case "choose":
                return self._choose(parser, token.lineno)
            case "resting":
                return self._resting(parser, token.lineno)
            case "slot":
                name = parser.parse_expression()
                call = self.call_method("_slot", [nodes.ContextReference(), name], lineno=token.lineno)
                return nodes.Output([call], lineno=token.lineno)
            case "option" | "line":
                return nodes.Output([nodes.TemplateData(PART)], lineno=token.lineno)
            case "otherwise":
                return nodes.Output([nodes.TemplateData(LAST_RESORT)], lineno=token.lineno)
            case name:
                return self._block(parser, name, token.lineno)

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Refuse the sign that glues values to words, round the check of what is printed."""
        for token in stream:
            if token.type == "tilde":
                raise TemplateSyntaxError(
                    "words are joined by writing them side by side, not with ~", token.lineno, stream.name
                )
            yield token

    def _block(self, parser: Parser, name: str, line: int) -> nodes.Node:
        args: list[nodes.Expr] = [nodes.ContextReference()]
        if name in NAMED_BY:
            if parser.stream.current.test("block_end"):
                parser.fail(f"{{% {name} %}} needs {NAMED_BY[name]}", line)
            args.append(parser.parse_expression())
        keywords: list[nodes.Keyword] = []
        while name == "paragraph" and parser.stream.skip_if("comma"):
            parser.stream.expect("name:speaker")
            parser.stream.expect("assign")
            keywords.append(nodes.Keyword("speaker", parser.parse_expression(), lineno=line))
        body = parser.parse_statements((f"name:end{name}",), drop_needle=True)
        call = self.call_method(f"_{name}", args, keywords, lineno=line)
        return nodes.CallBlock(call, [], [], body, lineno=line)

    def _resting(self, parser: Parser, line: int) -> nodes.Node:
        parser.stream.expect("name:on")
        rests = [parser.parse_expression()]
        while parser.stream.skip_if("comma"):
            rests.append(parser.parse_expression())
        body = parser.parse_statements(("name:endresting",), drop_needle=True)
        call = self.call_method("_licence", [nodes.ContextReference(), nodes.List(rests), nodes.Const(line)])
        return nodes.CallBlock(call, [], [], body, lineno=line)

    def _choose(self, parser: Parser, line: int) -> list[nodes.Node]:
        place = parser.parse_expression()
        before = parser.parse_statements(("name:option",))
        if any(not _is_blank(node) for node in before):
            parser.fail("words between {% choose %} and its first {% option %} would never be printed", line)
        conditions: list[nodes.Expr] = []
        bodies: list[list[nodes.Node]] = []
        while parser.stream.current.test("name:option"):
            next(parser.stream)
            conditions.append(parser.parse_expression() if parser.stream.skip_if("name:if") else nodes.Const(True))
            bodies.append(parser.parse_statements(("name:option", "name:endchoose")))
        parser.stream.expect("name:endchoose")
        chosen = parser.free_identifier(lineno=line)
        picked = self.call_method("_pick", [nodes.ContextReference(), place, nodes.List(conditions), nodes.Const(line)])
        branches = [
            nodes.If(nodes.Compare(chosen, [nodes.Operand("eq", nodes.Const(at))]), body, [], [], lineno=line)
            for at, body in enumerate(bodies)
        ]
        return [nodes.Assign(chosen, picked, lineno=line), *branches]

    # What the tags do while a page is set

    @staticmethod
    def _pick(context: Context, place: str, possible: list[bool], line: int) -> int:
        open_to = [at for at, true in enumerate(possible) if true]
        if not open_to:
            raise TemplateError(
                f"no option of {{% choose {place!r} %}} is true here. Add an option without a condition.",
                f"{context.name}, line {line}",
            )
        return open_to[desk_of(context).pick(place, len(open_to))]

    @staticmethod
    def _licence(context: Context, rests: list[object], line: int, caller: Caller) -> str:
        return desk_of(context).licence(rests, squeezed_inside(caller()), context.name or "", line)

    @staticmethod
    def _slot(context: Context, name: str) -> str:
        desk_of(context).place_slot(name)
        return ""

    @staticmethod
    def _paragraph(context: Context, name: str, *, caller: Caller, speaker: str = "") -> str:
        _check_named("paragraph", name, str)
        words = squeezed(caller())
        if not words:
            raise TemplateError(f"paragraph {name!r} came out empty. Put an {{% if %}} around the whole of it.")
        desk_of(context).page.body.append(Paragraph(id=name, runs=cut(words), speaker=speaker))
        return ""

    @staticmethod
    def _headline(context: Context, limit: int, caller: Caller) -> str:
        _check_named("headline", limit, int)
        desk = desk_of(context)
        ranks = [_parts(rank) for rank in caller().split(LAST_RESORT)]
        options = [words for rank in ranks for words in rank]
        fits = ([words for words in rank if len(unmarked(words)) < limit] for rank in ranks)
        fitting = next(filter(None, fits), [])
        if not fitting:
            shortest = min(options, key=len, default="")
            raise TemplateError(
                f"no headline option is under {limit} characters; the shortest is {unmarked(shortest)!r}. "
                "Write a shorter one."
            )
        words = fitting[desk.pick(f"headline {limit}", len(fitting))]
        desk.page.headlines.append(Headline(limit=limit, runs=cut(words)))
        return ""

    @staticmethod
    def _standfirst(context: Context, caller: Caller) -> str:
        desk_of(context).page.standfirst = Paragraph(id="standfirst", runs=cut(squeezed(caller())))
        return ""

    @staticmethod
    def _social(context: Context, caller: Caller) -> str:
        words = squeezed(caller())
        if len(unmarked(words)) > SOCIAL_LIMIT:
            raise TemplateError(f"the social line has more than {SOCIAL_LIMIT} characters. Cut it.")
        desk_of(context).page.social = Paragraph(id="social", runs=cut(words))
        return ""

    @staticmethod
    def _note(context: Context, kind: str, caller: Caller) -> str:
        _check_named("note", kind, str)
        desk_of(context).page.notes.append((kind, squeezed(caller())))
        return ""

    @staticmethod
    def _box(context: Context, name: str, caller: Caller) -> str:
        _check_named("box", name, str)
        title, *lines = (cut(squeezed(part)) for part in caller().split(PART))
        if lines:
            desk_of(context).page.body.append(Box(id=name, title=title, lines=tuple(lines)))
        return ""


def _parts(text: str) -> list[str]:
    """The options of a text, those that came out empty left out."""
    return [words for part in text.split(PART) if (words := squeezed(part))]


def squeezed_inside(words: str) -> str:
    """Words within a sentence: blanks folded, no capital given."""
    return re.sub(r"\s+", " ", words).strip()


def _check_named(tag: str, name: object, kind: type) -> None:
    if not isinstance(name, kind):
        raise TemplateError(f"{{% {tag} %}} needs {NAMED_BY[tag]}.")


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes
    )


__all__ = ["StoryTags", "capitalised", "desk_of"]
