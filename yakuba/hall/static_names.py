"""Static files are called by their content (base.5f3c….css), so that a browser keeps one for as long as it
likes and a new version is seen at once.
"""

from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class NamedByContent(ManifestStaticFilesStorage):
    """A file that was not collected (tests, single commands) goes by its own name."""

    def stored_name(self, name: str) -> str:
        """The name under which a file is fetched."""
        path = self.clean_name(unquote(urlsplit(name).path.strip()))
        known = self.hash_key(path) in self.hashed_files
        return super().stored_name(name) if known else name
