"""Finding by words: one folding, one way to cut text into grams, one index seam for both databases.

What two people write differently (width, kana, old and new forms of a character, blanks, marks) is made alike
by `fold`; `grams` cuts folded text into what an index holds; `Index` keeps and asks it.
"""

from yakuba.ground.search.asked import Asked, Entry, Gate, house_word
from yakuba.ground.search.folding import fold
from yakuba.ground.search.grams import Word, grams, needed, read_query
from yakuba.ground.search.haystack import haystack
from yakuba.ground.search.index import Index, Row
from yakuba.ground.search.marking import Piece, marked_pieces

__all__ = [
    "Asked",
    "Entry",
    "Gate",
    "Index",
    "Piece",
    "Row",
    "Word",
    "fold",
    "grams",
    "haystack",
    "house_word",
    "marked_pieces",
    "needed",
    "read_query",
]
