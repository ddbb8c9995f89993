"""Questions about money owed and taken."""
