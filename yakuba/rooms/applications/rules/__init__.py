"""How procedures are begun and what they cost, in words. Pure."""
