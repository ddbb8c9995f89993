"""Files people hand in and papers the house makes: looked at by content, kept by digest, never on the web."""
