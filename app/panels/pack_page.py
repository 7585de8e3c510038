"""A panel's papers as one page to read or print: it loads nothing, and runs nothing."""

import base64
import hashlib
from datetime import date
from typing import Any

from fastapi.responses import HTMLResponse

from app.assessments.schemas import QuestionRead, SectionRead
from app.panels.markup import Content, Markup, element, facts, table
from app.panels.pack_forms import Form
from app.panels.pack_schemas import ChildInPack, PackRead, PaperRead, VictimInPack
from app.panels.schemas import PersonRead

_STYLE = """
body{font:1rem/1.5 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff;max-width:50rem;
margin:0 auto;padding:1rem}
h1{font-size:1.75rem}h2{font-size:1.4rem;margin-top:2rem}h3{font-size:1.15rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}
caption{text-align:left;font-weight:bold}
th,td{border:1px solid #505a5f;padding:.35rem .5rem;text-align:left;vertical-align:top}
dt{font-weight:bold;margin-top:.5rem}dd{margin-left:0;white-space:pre-line}
td{white-space:pre-line}
.nature{color:#505a5f;font-size:.9rem}
a{color:#1d70b8}a:focus{outline:3px solid #0b0c0c;background:#fd0}
@media print{body{max-width:none;padding:0}nav{display:none}
article{break-before:page}tr,dt{break-inside:avoid}dt{break-after:avoid}}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def reply(pack: PackRead, form: Form) -> PackRead | HTMLResponse:
    if form is Form.JSON:
        return pack
    return HTMLResponse(page(pack), headers={"Content-Security-Policy": POLICY, "Vary": "Accept"})


def page(pack: PackRead) -> str:
    title = f"Panel papers: {pack.area_name}, {_day(pack.held_on)}"
    return document(title, _front(pack, title), map(_paper, pack.cases))


def document(title: str, *content: Content) -> str:
    """A whole page in the house's dress."""
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", title),
        # The policy names this text by its hash, so it stands here exactly as it was hashed.
        Markup(f"<style>{_STYLE}</style>"),
    )
    body = element("body", element("main", *content))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}"


def _front(pack: PackRead, title: str) -> list[Markup]:
    return [
        element("h1", title),
        element("p", element("strong", "Confidential: about children. For this panel only.")),
        facts(
            ("Where", pack.venue),
            ("Drawn up for", pack.made_for),
            ("Drawn up at", f"{pack.made_at:%d %B %Y, %H:%M} UTC"),
            ("Withheld from this reader", ", ".join(pack.withheld) or None),
        ),
        _people("Invited", pack.members),
        _people("Present", pack.attendance),
        _contents(pack.cases),
    ]


def _contents(cases: list[PaperRead]) -> Markup:
    if not cases:
        return element("p", "No case is listed.")
    links = [
        element("li", element("a", _heading(case), href=f"#case-{case.reference}"))
        for case in cases
    ]
    return element("nav", element("h2", "Cases"), element("ol", links), aria_label="Cases")


def _paper(case: PaperRead) -> Markup:
    return element(
        "article",
        element("h2", _heading(case)),
        element("h3", "The child"),
        _child(case.child),
        element("h3", "What it is about"),
        _offences(case),
        facts(
            ("Evidential test", _words(case.test)),
            ("What the child says", _words(case.admission)),
            ("Gravity", _gravity(case)),
            ("To be aware of", _listed(case.flags)),
            ("Earlier outcomes", _earlier(case)),
            ("Police to be informed by", _day(case.police_informed_due)),
        ),
        element("h3", "Why it is before the panel"),
        element("ul", (element("li", reason.text) for reason in case.triage_reasons)),
        element("h3", "Those it was done to"),
        map(_victim, case.victims),
        element("h3", "Assessment"),
        facts(("Author", case.assessed_by)),
        map(_section, case.assessment),
        element("h3", "Recommendations"),
        _recommendations(case),
        id=f"case-{case.reference}",
    )


def _heading(case: PaperRead) -> str:
    made_up = " (made up, for demonstration)" if case.child.synthetic else ""
    return f"{case.reference}: {case.child.given_names} {case.child.family_name}{made_up}"


def _child(child: ChildInPack) -> Markup:
    return facts(
        ("Born", f"{_day(child.date_of_birth)}, {child.age} on the day of the panel"),
        ("Home area", child.home_area),
        ("Looked after", "Yes" if child.looked_after else "No"),
        ("Communication", _listed(child.communication_needs)),
        ("Interpreter", child.interpreter_language),
        ("School", child.school),
    )


def _offences(case: PaperRead) -> Markup:
    rows = [
        (each.title or each.offence_code, _day(each.committed_on), each.area, each.summary)
        for each in case.offences
    ]
    return table("Offences", ("Offence", "Committed", "Area", "As the police say"), rows)


def _people(caption: str, people: list[PersonRead]) -> Markup:
    if not people:
        return element("p", f"{caption}: nobody recorded.")
    return table(caption, ("Name", "Agency"), [(who.name, _words(who.agency)) for who in people])


def _victim(victim: VictimInPack) -> Markup:
    wishes = [(_words(name), _said(value)) for name, value in victim.wishes.items()]
    return facts((f"A victim ({_words(victim.kind)})", _words(victim.status)), *wishes)


def _section(section: SectionRead) -> Markup:
    """Fact, assessment and allegation are told apart beside every answer, with its author."""
    shown = [
        (
            element("dt", each.text, " ", element("span", _marked(each), class_="nature")),
            element("dd", _said(section.answers.get(each.question))),
        )
        for each in section.questions
    ]
    return element("section", element("h4", section.title), element("dl", *shown))


def _marked(question: QuestionRead) -> str:
    return f"({', '.join([question.nature, *dict.fromkeys(question.answered_by)])})"


def _recommendations(case: PaperRead) -> list[Markup]:
    rows = [
        (_words(each.agency), _words(each.disposal), each.reason) for each in case.recommendations
    ]
    parts = [table("By agency", ("Agency", "Disposal", "Why"), rows)] if rows else []
    parts += [element("p", "None yet.")] if not rows else []
    excluded = ", ".join(f"{who.name} ({_words(who.agency)})" for who in case.conflicts)
    return [*parts, *([element("p", f"No part in this case: {excluded}")] if excluded else [])]


def _earlier(case: PaperRead) -> str:
    given = [f"{_words(each.outcome)}, {_day(each.given_on)}" for each in case.earlier_outcomes]
    return "\n".join(given) or "None known"


def _gravity(case: PaperRead) -> str:
    score = "unscored" if case.final_gravity is None else str(case.final_gravity)
    return f"{score} ({case.gravity.matrix} matrix)"


def _listed(codes: list[str]) -> str:
    return ", ".join(map(_words, codes))


def _words(code: str) -> str:
    return str(code).replace("_", " ").capitalize()


def _said(value: Any) -> str:
    if value is None:
        return "Not answered"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return "; ".join(f"{_words(name)}: {_said(part)}" for name, part in value.items())
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "\n".join(f"{number}. {_said(entry)}" for number, entry in enumerate(value, 1))
    return _listed(value) if isinstance(value, list) else str(value)


def _day(day: date | None) -> str | None:
    return f"{day.day} {day:%B %Y}" if day else None
