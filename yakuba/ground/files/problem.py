"""A file that is not taken, with the reason for the person who sent it."""


class FileProblem(Exception):
    """The file is refused; `message` says in Japanese why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class FileGone(LookupError):
    """The file is not there, was destroyed, or may not be handed out."""
