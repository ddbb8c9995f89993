"""Other systems on a comparable task, by turns with ours (README.md). No code of theirs is kept here."""
