import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from app.journal.tables import JournalCategory
from app.panels.markup import Markup, element
from app.problems import MEDIA_TYPE
from tests.pathway import BENCH, HELD, Pathway, a_submission, on
from tests.records import lines_of, statements
from tests.service import NORTH_TYNESIDE, a_child

HTML = {"Accept": "text/html"}
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>'
VOID = {"meta"}


@pytest.fixture(autouse=True)
def that_day():
    with on(HELD):
        yield


@pytest.fixture
async def panel(service):
    body = {
        "area": NORTH_TYNESIDE,
        "held_on": HELD.isoformat(),
        "venue": "Town hall",
        "members": BENCH,
    }
    return (await service.chair.post("/v1/panels", body)).json()["id"]


async def a_case_at(service, panel, **changes):
    case = await (await Pathway(service).submitted(**changes)).assessed()
    reply = await service.chair.post(f"/v1/panels/{panel}/agenda", {"case_id": case.id})
    assert reply.status_code == 201, reply.text
    case.panel_id = panel
    return case


async def pack(user, panel, **options):
    return await user.get(f"/v1/panels/{panel}/pack", **options)


def sergeant(service):
    return service.user("panel_member", subject="sgt.example", agency="police")


class Outline(HTMLParser):
    """The tags of a page, and whether each is closed where it should be."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.attributes, self.headings = [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *each) for each in attrs]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


async def test_the_papers_of_a_case_hold_what_the_panel_must_weigh(service, panel):
    case = await a_case_at(service, panel)

    reply = await pack(service.officer, panel)

    assert reply.status_code == 200
    (paper,) = reply.json()["cases"]
    assert paper["case_id"] == case.id
    assert paper["child"]["age"] == 15
    assert (paper["test"], paper["admission"]) == ("full_code", "admits")
    assert paper["offences"][0]["title"]
    assert paper["gravity"] == {"base": 2, "final": 2, "matrix": "illustrative"}
    assert [each["outcome"] for each in paper["earlier_outcomes"]] == ["community_resolution"]
    assert paper["victims"] == [{"kind": "person", "status": "may_not_be_contacted", "wishes": {}}]
    assert len(paper["assessment"]) == 11
    assert paper["assessed_by"] == service.officer.subject
    assert reply.json()["members"] == BENCH


async def test_the_papers_do_not_name_a_victim(service, panel):
    case = await Pathway(service).submitted()
    victim = {"kind": "person", "name": "Jo Harmed", "may_share_with_yjs": True}
    added = await service.officer.post(f"/v1/cases/{case.id}/victims", victim)
    wishes = {"status": "views_recorded", "views": "It must not happen again."}
    await service.officer.patch(f"/v1/victims/{added.json()['id']}", wishes, version=1)
    await case.assessed()
    await service.chair.post(f"/v1/panels/{panel}/agenda", {"case_id": case.id})

    reply = await pack(service.officer, panel)

    assert "Jo Harmed" not in reply.text
    assert reply.json()["cases"][0]["victims"][1]["wishes"] == {"views": wishes["views"]}


async def test_reading_the_papers_is_a_consultation_of_every_child_in_them(service, panel):
    first, second = await a_case_at(service, panel), await a_case_at(service, panel)

    for options in ({}, {"headers": HTML}):
        (line,) = await lines_of(service, await pack(service.officer, panel, **options))
        assert (line.category, line.action) == (JournalCategory.CONSULTATION, "read_panel_pack")
        assert line.children == sorted([first.child_id, second.child_id])


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/pdf, text/html;q=0.1", "text/html; charset=utf-8"),
        ("text/*;q=0.5, application/json;q=0.4", "text/html; charset=utf-8"),
    ],
)
async def test_the_papers_come_in_the_form_asked_for(service, panel, accept, form):
    reply = await pack(service.officer, panel, headers={"Accept": accept})

    assert (reply.status_code, reply.headers["content-type"]) == (200, form)
    assert reply.headers["vary"] == "Accept"


@pytest.mark.parametrize("accept", ["application/pdf", "text/csv", "application/json;q=0", "x"])
async def test_a_form_that_is_not_kept_is_refused(service, panel, accept):
    reply = await pack(service.officer, panel, headers={"Accept": accept})

    assert reply.status_code == 406
    assert reply.headers["content-type"] == MEDIA_TYPE


async def test_the_page_loads_nothing_runs_nothing_and_its_style_is_allowed_by_hash(service, panel):
    await a_case_at(service, panel)

    reply = await pack(service.officer, panel, headers=HTML)

    policy = reply.headers["content-security-policy"]
    (style,) = re.findall("<style>(.*?)</style>", reply.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    page = Outline(reply.text)
    assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)
    links = {value for _, name, value in page.attributes if name in ("href", "src")}
    assert all(link.startswith("#case-") for link in links)
    assert not [name for _, name, _ in page.attributes if name == "style" or name.startswith("on")]


async def test_the_page_is_well_formed_and_can_be_found_ones_way_in(service, panel):
    case = await a_case_at(service, panel)

    reply = await pack(service.officer, panel, headers=HTML)

    page = Outline(reply.text)
    assert page.open == []
    assert ("html", "lang", "en-GB") in page.attributes
    assert page.tags.count("title") == page.tags.count("h1") == page.tags.count("main") == 1
    assert page.tags.count("table") == page.tags.count("caption")
    assert all(scope == "col" for tag, name, scope in page.attributes if tag == "th")
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps)
    ids = {value for _, name, value in page.attributes if name == "id"}
    assert {v[1:] for _, name, v in page.attributes if name == "href"} == ids
    assert len(ids) == 1
    assert case.id not in reply.text


async def test_a_danger_is_shown_with_its_goal_and_scores_and_every_answer_with_its_author(
    service, panel
):
    await a_case_at(service, panel)

    page = (await pack(service.officer, panel, headers=HTML)).text

    words = "As the child tells it."
    scores = f"Scores: 1. Scored by: {words}; Score: 5"
    assert f"1. Statement: {words}; Disputed by: {words}; Goal: {words}; {scores}" in page
    assert f"(allegation, {service.officer.subject})" in page


async def test_what_people_write_cannot_break_out_of_the_page(service, panel):
    submission = a_submission(child=a_child(family_name=HOSTILE[:90], school=HOSTILE))
    submission["offences"][0]["summary"] = HOSTILE
    await a_case_at(service, panel, child=submission["child"], offences=submission["offences"])

    reply = await pack(service.officer, panel, headers=HTML)

    assert "<script" not in reply.text
    assert "<img" not in reply.text
    assert "&lt;script&gt;" in reply.text


def test_markup_escapes_all_but_markup():
    built = element("p", "<b>", Markup("<i>x</i>"), ["&", None], title='"quoted" & <angled>')

    assert built == (
        '<p title="&quot;quoted&quot; &amp; &lt;angled&gt;">&lt;b&gt;<i>x</i>&amp;</p>'
    )


async def test_a_member_reads_the_papers_only_where_they_are_invited(service, panel):
    await a_case_at(service, panel)
    uninvited = service.user("panel_member", subject="nobody", agency="health")

    assert len((await pack(sergeant(service), panel)).json()["cases"]) == 1
    assert (await pack(uninvited, panel)).status_code == 404


async def test_a_member_with_an_interest_does_not_see_that_cases_papers(service, panel):
    case, other = await a_case_at(service, panel), await a_case_at(service, panel)
    path = f"/v1/panels/{panel}/agenda/{case.id}/conflicts"
    await sergeant(service).post(path, {"interest": "Arrested the child's father."})

    reply = await pack(sergeant(service), panel)

    assert [paper["case_id"] for paper in reply.json()["cases"]] == [other.id]
    assert len(reply.json()["withheld"]) == 1
    (line,) = await lines_of(service, reply)
    assert line.children == [other.child_id]
    assert len((await pack(service.chair, panel)).json()["cases"]) == 2


async def test_a_longer_pack_takes_no_more_statements(service, panel):
    await a_case_at(service, panel)
    with statements(service) as one:
        await pack(service.officer, panel)
    for _ in range(2):
        await a_case_at(service, panel)
    with statements(service) as three:
        await pack(service.officer, panel)

    assert len(three) == len(one) <= 18
