"""A procedure as a paper form: blank from the definition alone, or filled with what was answered.

The same definition that makes the pages makes the paper, so that nobody who writes by hand is asked more,
less or otherwise. `compose` makes the form's values, `requirement` says a condition in words.
"""

from yakuba.ground.paper.compose import FormHead, blank, filled
from yakuba.ground.paper.printing import CASE, DRAFT, FORM, blank_form, filled_form

__all__ = ["CASE", "DRAFT", "FORM", "FormHead", "blank", "blank_form", "filled", "filled_form"]
