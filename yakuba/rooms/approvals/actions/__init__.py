"""The only writers of drafts: right, rule, rows, journal, news, in one transaction each."""
