"""台帳: what outlives a case: who holds what, since when, until when, on which conditions."""
