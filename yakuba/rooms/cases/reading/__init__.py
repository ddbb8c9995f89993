"""The query side: frozen values for screens and for other rooms."""
