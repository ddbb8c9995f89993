"""How passwords are kept: Argon2id with the least OWASP asks for (19 MiB, two passes, one thread; Password
Storage Cheat Sheet, 2025). Django's own setting takes 100 MiB and eight threads a sign-in, which on a small
server stops everybody else for that moment. Older hashes are taken over at the next sign-in.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class TownHasher(Argon2PasswordHasher):
    """Reads every Argon2 hash; writes with these figures."""

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
