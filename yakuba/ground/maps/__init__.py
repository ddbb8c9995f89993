"""Pictures of the map, made by the server: residents' browsers never ask a stranger for tiles."""
