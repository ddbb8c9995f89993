"""QR codes as modules, drawn by the templates themselves."""

import segno


def modules(text: str) -> list[list[int]]:
    """The dark (1) and light (0) modules of the code for a text; [] for no text."""
    if not text:
        return []
    return [[int(dark) for dark in row] for row in segno.make(text, error="m", micro=False).matrix]
