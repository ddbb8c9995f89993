"""The rules of 決裁 as pure functions on frozen values; the day and the town's table are passed in."""
