"""What a release changes of the one before, as it was shown in both."""

from app.panels.markup import Content, element
from app.statistics.audience import Audience
from app.statistics.report.release import Told
from app.statistics.report.sections.layout import Section, paragraphs
from app.statistics.report.tabled import data_table
from app.statistics.report.wording import name_of, year_name
from app.statistics.schemas import Revision
from panel_protocol.rules.rates import Period

_MOST = 40  # that are listed, the largest first


def revised(told: Told) -> Section | None:
    """None for the public, to whom revisions were not shown, and where there is none."""
    if told.rule.audience is not Audience.PARTNERS or not told.about.revisions:
        return None
    names = {area.code: area.name for area in told.areas}
    yearly = [each for each in told.about.revisions if each.period is Period.FINANCIAL_YEAR]
    listed = sorted(yearly, key=lambda each: abs(each.difference), reverse=True)[:_MOST]
    rows = [_row(each, names) for each in listed]
    headings = ["Measure", "Area", "Year", "Before", "Now", "Difference", "Why"]
    many = f"{len(told.about.revisions):,} figures that both releases show are not the same."
    content: list[Content] = [*paragraphs("revised", "intro"), element("p", many)]
    if rows:
        caption = f"Financial years that have changed: {len(rows)} of {len(yearly)}"
        content.append(data_table("revised-table", caption, headings, rows))
    return Section("revised", "What has changed since the release before", content)


def _row(found: Revision, names: dict[str, str]) -> list[str]:
    of = ", ".join(map(name_of, found.dimensions.values()))
    return [
        f"{name_of(found.measure)}: {of}" if of else name_of(found.measure),
        names.get(found.area, found.area),
        year_name((found.period_start, found.period_end)),
        f"{found.from_:,}",
        f"{found.to:,}",
        f"{found.difference:+,}",
        name_of(found.why),
    ]
