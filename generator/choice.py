"""Why a story leads as it does, in words. In: a plan, the notices. Out: a `Choice` for the draft. Holds no words."""

from __future__ import annotations

from generator.draft import Choice
from generator.findings.finding import Finding
from generator.notices import LedOn
from generator.plan import Plan
from generator.reference import Force, Offence


def choice_of(plan: Plan, area: Force, offence: Offence, words: LedOn) -> Choice:
    """The planner's choice: what the intro tells, by how much news value, and what it passes over."""
    over = _over(plan, words)
    if plan.led_on is None:
        because = words.number.format(why=words.states.get(plan.lead, plan.lead))
        return Choice(lead=plan.lead, because=because + over, passed_over=tuple(one.id for one in plan.passed_over))
    because = words.because.format(
        what=words.leads.get(plan.lead, plan.lead),
        offence=offence.subject,
        place=area.place,
        value=f"{plan.led_on.value:g}",
        parts=", ".join(f"{words.parts.get(part.name, part.name)} {part.points:g}" for part in plan.led_on.parts),
    )
    return Choice(
        lead=plan.lead,
        because=because + over,
        finding=plan.led_on.id,
        value=plan.led_on.value,
        parts={part.name: part.points for part in plan.led_on.parts},
        passed_over=tuple(one.id for one in plan.passed_over),
    )


def _over(plan: Plan, words: LedOn) -> str:
    """The findings that were passed over, the most worth first; nothing where there are none."""
    if not plan.passed_over:
        return ""
    return " " + words.over.format(others=", ".join(_named(one, words) for one in plan.passed_over))


def _named(line: Finding, words: LedOn) -> str:
    return f"{words.lines.get(line.kind, line.kind)} ({line.value:g})"
