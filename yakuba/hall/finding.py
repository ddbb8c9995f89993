"""What a look at this installation finds, and how it is mended."""

from dataclasses import dataclass
from typing import Literal

Grade = Literal["good", "warn", "bad"]


@dataclass(frozen=True)
class Finding:
    what: str
    grade: Grade
    text: str
    mend: str = ""
