from datetime import date

from panel_protocol.terms import ModeOfTrial

TODAY = date(2026, 9, 11)


def test_there_are_250_offences_and_each_says_how_it_is_tried_and_where_that_is_from(protocol):
    assert len(protocol.offences) == 250
    for code, offence in protocol.offences.items():
        assert offence.code == code
        assert isinstance(offence.mode_of_trial, ModeOfTrial)
        assert offence.title
        assert offence.home_office_class
        assert offence.group
        assert offence.source


def test_robbery_is_tried_on_indictment_only_and_common_assault_summarily(protocol):
    assert protocol.offences["TH68023"].mode_of_trial == "indictable_only"
    assert protocol.offences["CJ88001"].mode_of_trial == "summary"
    assert protocol.offences["TH68010"].mode_of_trial == "either_way"


def test_the_illustrative_matrix_scores_all_but_a_few_offences_and_nothing_else(protocol):
    scored = protocol.matrix_on(TODAY).scores.keys()

    assert scored <= protocol.offences.keys()
    left_out = protocol.offences.keys() - scored
    assert {"COML016", "CY33054"} <= left_out
    assert len(left_out) < 6


def test_the_matrix_is_labelled_and_can_be_told_from_any_other(protocol):
    matrix = protocol.matrix_on(TODAY)

    assert matrix.status == "illustrative"
    assert len(matrix.sha256) == 64
    assert protocol.matrix_on(date(2023, 9, 30)) is None


def test_each_area_has_its_own_two_letters_and_a_population(protocol):
    letters = [area.letters for area in protocol.areas.values()]

    assert len(protocol.areas) == 6
    assert len(set(letters)) == 6
    assert {each.area for each in protocol.populations} >= protocol.areas.keys()
    assert protocol.force_area.code not in protocol.areas


def test_every_population_says_on_what_basis_it_was_estimated(protocol):
    assert {each.mid_year for each in protocol.populations} >= {2017, 2019, 2020, 2023}
    assert all(each.count > 0 and each.basis and each.source for each in protocol.populations)


def test_the_agencies_of_the_panel_are_named(protocol):
    assert {"police", "youth_justice", "health", "education"} <= protocol.agencies.keys()


def test_christmas_day_is_a_holiday(protocol):
    assert date(2026, 12, 25) in protocol.bank_holidays


def test_the_edition_of_2026_says_that_its_day_is_not_established(protocol):
    edition = protocol.edition_on(date(2026, 2, 12))

    assert edition.name == "2026.2"
    assert "not established" in edition.notes
    assert protocol.edition_on(date(2026, 2, 11)).name == "2025.1"
