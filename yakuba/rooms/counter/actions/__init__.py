"""The only writer of intakes."""
