"""Letters of the town as paper: markdown with named holes, set by Typst to PDF/A-3b.

`holes` fills the named places, `blocks` reads the markdown, `glyphs` knows what the fonts can draw,
`press` is the one compiler, `letter` sets official letters, `slip` receipts and payment notices, `form`
application forms.
The names below are what others use.
"""

from yakuba.ground.letters.form import FormField, FormMark, FormPart, FormSection, PaperForm, set_form
from yakuba.ground.letters.holes import OPEN_HOLES, LetterError, fill, holes
from yakuba.ground.letters.letter import LetterHead, html, plain, set_letter
from yakuba.ground.letters.slip import Slip, SlipTable, set_slip

__all__ = [
    "OPEN_HOLES",
    "FormField",
    "FormMark",
    "FormPart",
    "FormSection",
    "LetterError",
    "LetterHead",
    "PaperForm",
    "Slip",
    "SlipTable",
    "fill",
    "holes",
    "html",
    "plain",
    "set_form",
    "set_letter",
    "set_slip",
]
