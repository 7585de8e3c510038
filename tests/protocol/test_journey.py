from panel_protocol.journey import FIRST, NEXT, Stage, may_move


def reachable(start):
    seen, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(NEXT[here])
    return seen


def test_every_stage_has_its_next_stages_written_down():
    assert set(NEXT) == set(Stage)


def test_every_case_can_reach_its_end_from_anywhere():
    assert all(Stage.CLOSED in reachable(stage) for stage in Stage)


def test_every_stage_can_be_reached_from_triage():
    assert set.union(*(reachable(stage) for stage in FIRST)) == set(Stage)


def test_a_case_may_close_at_any_open_stage():
    assert all(may_move(stage, Stage.CLOSED) for stage in Stage if stage is not Stage.CLOSED)


def test_a_closed_case_stays_closed():
    assert NEXT[Stage.CLOSED] == frozenset()


def test_no_case_reaches_a_decision_without_being_listed():
    assert [stage for stage in Stage if may_move(stage, Stage.DECIDED)] == [Stage.LISTED]


def test_a_plan_that_failed_may_go_on_or_go_back_to_the_panel():
    assert NEXT[Stage.BREACH_REVIEW] == {Stage.INTERVENTION, Stage.PANEL_READY, Stage.CLOSED}
