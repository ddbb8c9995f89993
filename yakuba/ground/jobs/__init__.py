"""Work done later: queued in the business transaction, run by a worker, tried again when it fails."""
