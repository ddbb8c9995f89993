"""A file that is not taken, with the reason for the person who sent it."""

from yakuba.ground.languages import say


class FileProblem(Exception):
    """The file is refused; `message` says in the language being spoken why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = say(message)
        super().__init__(self.message)


class FileGone(LookupError):
    """The file is not there, was destroyed, or may not be handed out."""
