"""決裁待ち, one draft's page, the acts pressed on it."""
