"""The score: each offence's base, its factors up and down, and the highest that governs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from panel_protocol.catalogue import Matrix
from panel_protocol.dated import Answer, Dated
from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import CaseFacts, OffenceFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.open_questions import told
from panel_protocol.saying import written

NO_MATRIX = "none"


@dataclass(frozen=True, slots=True)
class Gravity:
    """`base` and `final` of the offence that governs; both None when the case is unscored."""

    base: int | None
    final: int | None
    matrix: str


@dataclass(frozen=True, slots=True)
class _Scored:
    final: int
    base: int
    offence: OffenceFacts
    steps: tuple[Reason, ...]


Scores = dict[OffenceFacts, _Scored]


def score(
    protocol: Protocol, facts: CaseFacts, on: date, *, seen: Scores | None = None
) -> Decision[Gravity]:
    """The case's gravity. One offence without a score leaves the whole case unscored.

    `seen` keeps what each offence scored, for whoever asks again of a case that differs little.
    """
    matrix = protocol.matrix_on(on)
    if matrix is None:
        return Decision(Gravity(None, None, NO_MATRIX), (_no_matrix(protocol, on),))
    missing = [o.offence_code for o in facts.offences if o.offence_code not in matrix.scores]
    if missing:
        unscored = tuple(_unscored(protocol, matrix, code) for code in missing)
        return Decision(Gravity(None, None, matrix.status), unscored)
    seen = {} if seen is None else seen
    for offence in facts.offences:
        if offence not in seen:
            seen[offence] = _score_one(protocol, matrix, offence, on)
    scored = [seen[offence] for offence in facts.offences]
    governs = max(scored, key=lambda each: (each.final, each.base))
    reasons = tuple(step for each in scored for step in each.steps)
    if len(scored) > 1:
        reasons += (_governs(protocol, matrix, governs),)
    return Decision(
        Gravity(governs.base, governs.final, matrix.status),
        (*reasons, *band(protocol, governs.final, on)),
    )


def band(protocol: Protocol, final: int, on: date) -> tuple[Reason, ...]:
    """What a score means, as published; of the older scale nobody has said."""
    bands, question = told(lambda: protocol.gravity.bands.on(on))
    if bands is None:
        return question
    return (Reason("gravity_band", f"Gravity {final}: {bands.value[str(final)]}", bands.source),)


def scores_on(protocol: Protocol, on: date) -> range:
    """The scores that exist on a day: 1 to 4 under the matrix of 2013, 1 to 5 since."""
    scale = protocol.gravity.scale.on(on).value
    return range(scale["lowest"], scale["highest"] + 1)


def misfits(protocol: Protocol, matrix: Matrix) -> tuple[str, ...]:
    """What is wrong with a matrix for its dates: scores off the scale, or two scales at once."""
    later = [e.start for e in protocol.gravity.scale.entries if e.start > matrix.starts]
    if later and (matrix.ends is None or matrix.ends > later[0]):
        return (f"the scale changes on {written(later[0])}: the matrix must end by then",)
    scores = scores_on(protocol, matrix.starts)
    span = f"from {min(scores)} to {max(scores)}"
    off = [code for code, given in matrix.scores.items() if given not in scores]
    return tuple(f"{code} is scored {matrix.scores[code]}, not {span}" for code in off)


def _score_one(protocol: Protocol, matrix: Matrix, offence: OffenceFacts, on: date) -> _Scored:
    base = matrix.scores[offence.offence_code]
    text = f"{_title(protocol, offence.offence_code)} scores {base} in the {_name(matrix)}"
    named, raising, lowering = _factors(protocol, offence, on)
    final, moved = _moved(protocol, base, raising - lowering, on)
    if raising and raising == lowering:
        source = _levels(protocol, on).source
        moved = (Reason("factors_balance", "The factors up and down balance", source),)
    steps = (Reason("offence_base", text, matrix.source), *named, *moved)
    return _Scored(final, base, offence, steps)


def _factors(
    protocol: Protocol, offence: OffenceFacts, on: date
) -> tuple[tuple[Reason, ...], int, int]:
    """Every factor as a reason, and how many count each way."""
    up = _configured(protocol, protocol.gravity.aggravating_factors, on)
    down = _configured(protocol, protocol.gravity.mitigating_factors, on)
    raising = _known(offence.aggravating_factors, up.value)
    lowering = _known(offence.mitigating_factors, down.value)
    unknown = (set(offence.aggravating_factors) - up.value.keys()) | (
        set(offence.mitigating_factors) - down.value.keys()
    )
    reasons = (
        *(Reason("aggravating_factor", text, up.source) for text in raising),
        *(Reason("mitigating_factor", text, down.source) for text in lowering),
        *(_unknown_factor(code, up.source) for code in sorted(unknown)),
    )
    return reasons, len(raising), len(lowering)


def _configured(
    protocol: Protocol, factors: Dated[Mapping[str, str]], on: date
) -> Answer[Mapping[str, str]]:
    """The factors in force; of the matrix of 2013 none could be read, and so none counts."""
    if factors.entry_on(on) is not None:
        return factors.on(on)
    return Answer({}, protocol.gravity.scale.on(on).source)


def _levels(protocol: Protocol, on: date) -> Answer[int]:
    """How far factors move a score: as the matrix of 2013 said, or as is carried over from it."""
    carried_over = protocol.gravity.most_levels_factors_move
    if carried_over.entry_on(on) is not None:
        return carried_over.on(on)
    return protocol.gravity.legacy_levels_factors_move.on(on)


def _known(codes: tuple[str, ...], said: Mapping[str, str]) -> list[str]:
    return [said[code] for code in dict.fromkeys(codes) if code in said]


def _moved(protocol: Protocol, base: int, balance: int, on: date) -> tuple[int, tuple[Reason, ...]]:
    """The score after factors, and a reason wherever they did something or were held back."""
    levels, scores = _levels(protocol, on), scores_on(protocol, on)
    floor, held = _floor(protocol, on)
    wanted = base + max(-levels.value, min(levels.value, balance))
    final = min(max(scores), max(min(scores), min(base, floor), wanted))
    return final, tuple(_steps(base, wanted, final, levels.source, held))


def _floor(protocol: Protocol, on: date) -> tuple[int, Reason]:
    """The lowest score that mitigation reaches, and why; of old, the end of the scale."""
    floor = protocol.gravity.lowest_score_factors_reach
    if floor.entry_on(on) is None:
        lowest = min(scores_on(protocol, on))
        text = f"No score is below {lowest}"
        return lowest, Reason("score_held", text, protocol.gravity.scale.on(on).source)
    text = (
        "Mitigation alone does not bring a score down to that of no further action, "
        "which means that the evidential and public-interest tests are not met"
    )
    return floor.on(on).value, Reason("score_held", text, floor.on(on).source)


def _steps(base: int, wanted: int, final: int, levels: str, held: Reason) -> Iterator[Reason]:
    if final > base:
        yield Reason("score_raised", f"Factors raise the score from {base} to {final}", levels)
    if final < base:
        yield Reason("score_lowered", f"Factors lower the score from {base} to {final}", levels)
    if wanted < final:
        yield held
    if wanted > final:
        yield Reason("score_held", f"No score is above {final}", levels)


def _governs(protocol: Protocol, matrix: Matrix, governs: _Scored) -> Reason:
    title = _title(protocol, governs.offence.offence_code)
    return Reason("highest_offence_governs", f"The highest score governs: {title}", matrix.source)


def _unscored(protocol: Protocol, matrix: Matrix, code: str) -> Reason:
    text = f"{_title(protocol, code)} has no score in the {_name(matrix)}, and none is guessed"
    return Reason("unscored_offence", text, matrix.source)


def _unknown_factor(code: str, source: str) -> Reason:
    return Reason(
        "factor_not_configured", f"{code} is not a known factor and moves nothing", source
    )


def _no_matrix(protocol: Protocol, on: date) -> Reason:
    text = f"No gravity matrix for {written(on)} is loaded, so the case is unscored"
    return Reason("no_matrix", text, protocol.gravity.scale.on(on).source)


def _title(protocol: Protocol, code: str) -> str:
    known = protocol.offences.get(code)
    return known.title if known else code


def _name(matrix: Matrix) -> str:
    return f"{matrix.status} matrix ({matrix.edition})"
