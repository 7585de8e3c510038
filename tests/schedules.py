"""A partnership that has entered its retention schedule: invented, and short."""

from pathlib import Path

import panel_protocol

_PACKAGED = Path(panel_protocol.__file__).parent / "parameters" / "retention.toml"
_CLASSES = (
    "no_outcome community_resolution outcome_22 outcome_23 youth_caution youth_conditional_caution "
    "no_further_action charge reprimand final_warning conviction"
).split()


def a_schedule(folder: Path, *, months: int = 12) -> Path:
    """A folder of parameters in which every record is kept for so long after its last event."""
    text = _PACKAGED.read_text()
    for name, value in (("months", months), ("counted_from", '"last_event"')):
        begin = text.index("awaiting", text.index(f"[[{name}.entries]]"))
        end = text.index("source", begin)
        said = ", ".join(f"{each} = {value}" for each in _CLASSES)
        text = f"{text[:begin]}value = {{ {said} }}\n{text[end:]}"
    laid = folder / "schedule"
    laid.mkdir()
    (laid / "retention.toml").write_text(text)
    return laid
