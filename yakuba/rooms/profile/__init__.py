"""What a resident, with consent, lets the town remember, so that it is not asked again."""
