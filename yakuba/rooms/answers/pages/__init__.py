"""One page of questions: what was pressed, what was typed, what is shown. Shared by all faces."""
