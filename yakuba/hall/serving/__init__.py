"""The running server: a small parent without Django (supervisor), web workers, jobs, sealer (ADR 0018)."""
