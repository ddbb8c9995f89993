"""The only writer of this room: right → rule → rows → journal → news, each act in one transaction."""
