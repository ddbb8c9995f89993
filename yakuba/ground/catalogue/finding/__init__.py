"""Finding what people mean in everyday words: an index of short documents, asked in Japanese or English.

Texts are taken apart into words with their dictionary forms and readings; the town's synonyms join words
that mean the same; what cannot be read is compared letter by letter, since it may be mistyped.
"""

from yakuba.ground.catalogue.finding.documents import procedure_document
from yakuba.ground.catalogue.finding.index import Document, Found, Hit, Index
from yakuba.ground.catalogue.finding.phrases import Phrases
from yakuba.ground.catalogue.finding.synonyms import Synonyms, no_synonyms, read_synonyms
from yakuba.ground.catalogue.finding.words import fold

__all__ = [
    "Document",
    "Found",
    "Hit",
    "Index",
    "Phrases",
    "Synonyms",
    "fold",
    "no_synonyms",
    "procedure_document",
    "read_synonyms",
]
