"""Named sample worlds. Everything in them is done by the rooms' own actions under a moved clock."""
