"""手続: find a procedure, apply for it, follow it. Holds no rows of its own."""
