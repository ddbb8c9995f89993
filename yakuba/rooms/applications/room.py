"""What this room says of itself."""

from yakuba.ground.manifest import Room

ROOM = Room(key="applications", title="手続", keeps="この部屋は何も保存しない。")
