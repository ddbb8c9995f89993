"""The only writer of drafts and submissions."""
