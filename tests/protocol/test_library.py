from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

import panel_protocol
from panel_protocol.authority import Grade, Kind
from panel_protocol.dated import AwaitingDecision, Dated, Entry, NotInForce
from panel_protocol.groups import Groups
from panel_protocol.library import BrokenParameter, load, read_matrix

PACKAGED = Path(panel_protocol.__file__).parent / "parameters"
TODAY = date(2026, 9, 11)

GOOD = """
[youngest_age]
describes = "The youngest age."
dated_by  = "referral"
kind      = "law"

[[youngest_age.entries]]
from   = 2013-04-08
value  = 10
source = "si-2013-608"

[[youngest_age.entries]]
from   = 2027-01-01
value  = 12
source = "si-2013-608"

[oldest_age]
describes = "The oldest age."
dated_by  = "referral"
kind      = "law"

[[oldest_age.entries]]
from   = 2013-04-08
value  = 17
source = "si-2013-608"
"""


def laid_over(folder, **texts):
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_text(text)
    return load(folder)


def test_another_partnership_lays_its_own_figures_over_the_packaged_ones(tmp_path):
    protocol = laid_over(tmp_path, eligibility__toml=GOOD)

    assert protocol.eligibility.youngest_age.on(date(2026, 12, 31)).value == 10
    assert protocol.eligibility.youngest_age.on(date(2027, 1, 1)).value == 12
    assert protocol.offences == load().offences


def test_another_partnership_lays_its_own_areas_over_the_packaged_ones(tmp_path):
    areas = """
    [force_area]
    code = "E23000001"
    name = "Elsewhere"
    letters = "EL"
    [[areas]]
    code = "E06000001"
    name = "Elsewhere East"
    letters = "EE"
    [agencies]
    police = "Police"
    """
    protocol = laid_over(tmp_path, areas__toml=areas)

    assert list(protocol.areas) == ["E06000001"]
    assert protocol.force_area.name == "Elsewhere"


def test_a_folder_that_is_not_there_is_refused_by_its_name(tmp_path):
    with pytest.raises(BrokenParameter, match="nowhere: there is no such folder"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["../2026.3", "2026/3", "", ".hidden"])
def test_an_edition_is_named_so_that_its_page_stays_in_its_folder(tmp_path, name):
    packaged = (PACKAGED / "editions.toml").read_text()
    (tmp_path / "editions.toml").write_text(packaged.replace('"2026.2"', f'"{name}"'))

    with pytest.raises(BrokenParameter, match="a name is letters, digits"):
        load(tmp_path)


def test_a_link_to_nowhere_does_not_leave_the_packaged_law_in_force_without_a_word(tmp_path):
    (tmp_path / "knife.toml").symlink_to(tmp_path / "moved_away.toml")

    with pytest.raises(BrokenParameter, match=r"not plain files: \['knife.toml'\]"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("value  = 10\n", "", "give either a value or what it is awaiting"),
        ("value  = 10", 'value = 10\nawaiting = "who?"', "give either a value or what it"),
        ("value  = 10", 'value = "ten"', "the value is not"),
        ("value  = 10", "value = true", "the value is not"),
        ('source = "si-2013-608"\n', "", r"missing \['source'\]"),
        ('"si-2013-608"', '"hearsay"', "'hearsay' is not in sources.toml"),
        ('"si-2013-608"', '"leeds-panel"', "not strong enough to be law"),
        ('"si-2013-608"', '"panel-routing"', "not strong enough to be law"),
        ("from   = 2013-04-08\n", "", r"missing \['from'\]"),
        ("2013-04-08", '"2013-04-08"', "'from' must be a date"),
        ("2027-01-01", "2012-01-01", "dates must rise"),
        ("2027-01-01", "2013-04-08", "dates must rise"),
        ('kind      = "law"', 'kind = "custom"', "'custom' is not a Kind"),
        ('kind      = "law"\n', "", r"missing \['kind'\]"),
        ('dated_by  = "referral"\n', "", r"missing \['dated_by'\]"),
        ('describes = "The youngest age."\n', "", r"missing \['describes'\]"),
        ('describes = "The youngest', 'because = "x"\ndescribes = "The', r"unknown \['because'\]"),
        ("value  = 10", "value = 10\nuntil = 2020-01-01", r"unknown \['until'\]"),
        ("youngest_age", "yuongest_age", r"missing \['youngest_age'\]"),
        ("[oldest_age]", "[tallest]\n[oldest_age]", r"unknown \['tallest'\]"),
        ("value  = 10", "value = 10\nvalue = 11", "eligibility.toml"),
        ("[oldest_age]", "[youngest_age]", "eligibility.toml"),
        ("[oldest_age]", "oldest_age = 17\n[other]", "eligibility"),
    ],
)
def test_a_broken_parameter_file_is_refused_and_the_refusal_says_where(
    tmp_path, was, becomes, said
):
    assert was in GOOD
    with pytest.raises(BrokenParameter, match=said):
        laid_over(tmp_path, eligibility__toml=GOOD.replace(was, becomes))


def test_a_misspelt_file_is_refused_rather_than_passed_over(tmp_path):
    with pytest.raises(BrokenParameter, match=r"elegibility\.toml"):
        laid_over(tmp_path, elegibility__toml=GOOD)


@pytest.mark.parametrize(
    ("file", "was", "becomes", "said"),
    [
        ("areas.toml", "E08000022", "E08000021", "E08000021 is there twice"),
        ("areas.toml", "[agencies]", "[offices]", "missing"),
        ("offences.csv", "imprisonable,adult", "imprisoned,adult", "misshapen"),
        ("population_10_17.csv", "2017,3175", "mid-2017,3175", "misshapen"),
        ("sources.toml", 'grade   = "A"', 'grade = "Z"', "'Z' is not a Grade"),
        ("sources.toml", "checked = 2026-08-26\n", "", "missing"),
        ("editions.toml", "2019-04-01", "2012-01-01", "dates must rise"),
        ("editions.toml", '"oocd-dashboard"', '"hearsay"', "hearsay"),
        ("matrices.toml", '"illustrative-matrix"', '"hearsay"', "hearsay"),
        ("matrices.toml", '"gravity_illustrative.csv"', '"absent.csv"', "no such parameter file"),
        ("matrices.toml", 'status  = "illustrative"', 'status = "real"', "'real' is not a"),
        ("gravity_illustrative.csv", "TH68010,2", "TH68010,6", "TH68010 is scored '6', not 1 to 5"),
        ("gravity_illustrative.csv", "TH68010,2", "TH68010,2.5", "not 1 to 5"),
        ("gravity_illustrative.csv", "TH68010A,2", "TH68010,2", "TH68010 is there twice"),
        ("offences.csv", "TH68010A,", "TH68010,", "TH68010 is there twice"),
        ("offences.csv", "either_way", "either", "'either' is not a ModeOfTrial"),
        ("bank_holidays.csv", "2017-04-17", "2017-04-14", "2017-04-14 is there twice"),
    ],
)
def test_a_broken_catalogue_is_refused(tmp_path, file, was, becomes, said):
    text = (PACKAGED / file).read_text()
    assert was in text
    (tmp_path / file).write_text(text.replace(was, becomes, 1))

    with pytest.raises(BrokenParameter, match=said):
        load(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "needs the columns"),
        (b"offence_code,score\n", "needs the columns"),
        (b"code,score\nTH68010,2\n", "needs the columns"),
        (b"offence_code,score\nTH68010,0\n", "not 1 to 5"),
        (b"offence_code,score\nTH68010\n", "not 1 to 5"),
        (b"offence_code,score\n,2\n", "not 1 to 5"),
        (b"offence_code,score\nTH68010,2\nCD71039,2,5\n", "needs the columns"),
        (b"offence_code,score\nTH68010,2\nTH68010,3\n", "there twice"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_broken_force_matrix_is_refused(content, said):
    with pytest.raises(BrokenParameter, match=said):
        read_matrix(content, edition="x", starts=TODAY)


def test_a_force_matrix_ends_after_it_starts():
    with pytest.raises(BrokenParameter, match="must end after it starts"):
        read_matrix(b"offence_code,score\nTH68010,2\n", edition="x", starts=TODAY, ends=TODAY)


def test_every_packaged_file_is_one_the_library_reads(protocol):
    groups = {group.name for group in fields(Groups)}
    catalogues = {"areas", "assessment_tool", "editions", "matrices", "sources"}

    assert {path.stem for path in PACKAGED.glob("*.toml")} == groups | catalogues
    assert {path.name for path in PACKAGED.glob("*.csv")} == {
        "bank_holidays.csv", "gravity_illustrative.csv", "offences.csv", "population_10_17.csv",
    }  # fmt: skip


def test_what_nobody_has_settled_is_listed_with_the_question_and_who_must_answer(protocol):
    awaited = {each.parameter: each.asks for each in protocol.awaiting_on(TODAY)}

    listed = awaited["options.conditional_caution_prosecutor_list"]
    assert listed == "the Crown Prosecution Service"
    assert "outcomes.outcome_23_spent" in awaited


def test_a_case_that_needs_an_unsettled_value_stops_with_the_question(protocol):
    with pytest.raises(
        AwaitingDecision, match="answered by: the Crown Prosecution Service"
    ) as stopped:
        protocol.options.conditional_caution_prosecutor_list.on(TODAY)

    assert stopped.value.source == "cps-conditional-cautions"


def test_what_the_partnership_has_not_confirmed_is_listed(protocol):
    unconfirmed = {each.parameter: each.kind for each in protocol.local_defaults()}

    assert unconfirmed["panel.agencies_needed"] is Kind.LOCAL_DEFAULT
    assert unconfirmed["gravity.aggravating_factors"] is Kind.ILLUSTRATIVE
    assert "options.youth_caution_admission" not in unconfirmed


def test_a_confirmed_choice_is_no_longer_listed(tmp_path):
    text = (PACKAGED / "panel.toml").read_text()
    was = 'kind      = "local_default"\n'
    confirmed = was + 'confirmed = "Heads of service, 1 October 2026"\n'
    protocol = laid_over(tmp_path, panel__toml=text.replace(was, confirmed))

    assert not any(e.parameter.startswith("panel.") for e in protocol.local_defaults())


def test_everything_called_law_rests_on_a_statute_or_an_official_page(protocol):
    for parameter in protocol.parameters():
        if parameter.kind is Kind.LAW:
            for entry in parameter.entries:
                grade = protocol.sources[entry.source].grade
                assert entry.value is None or grade in {Grade.A, Grade.B}, parameter.name


def test_a_rule_cannot_be_asked_about_a_day_before_it_existed(protocol):
    with pytest.raises(NotInForce, match="did not exist on 31 March 2019"):
        protocol.options.outcome_22_means.on(date(2019, 3, 31))
    with pytest.raises(NotInForce, match="No edition"):
        protocol.edition_on(date(2013, 4, 7))


def test_a_rule_without_any_entry_is_refused():
    with pytest.raises(ValueError, match="dates must rise"):
        Dated[int]("empty", [])
    assert Dated("one", [Entry(TODAY, 3, "x")]).on(TODAY).value == 3
