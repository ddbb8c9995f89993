"""The small nouns every room stands on; low packages never import higher ones."""
