"""One folder is one capability, complete (DESIGN §3)."""
