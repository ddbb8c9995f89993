"""Which packages stand in the house, lowest first. A new room is one word here."""

_GROUND = ("journal", "people", "access", "numbering", "files", "jobs", "messages", "catalogue")
# Floor by floor, lowest first (DESIGN §3).
ROOMS = (
    "approvals", "records", "profile", "answers", "payments", "registers", "cases", "applications", "counter",
    "portal",
)  # fmt: skip

APPS = [
    "yakuba.ui",
    *(f"yakuba.ground.{key}" for key in _GROUND),
    *(f"yakuba.rooms.{key}" for key in ROOMS),
    "yakuba.hall",
    # The sample worlds and the commands that make them; nothing above knows of them.
    "seeds",
]
