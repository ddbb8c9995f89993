"""What townspeople see."""
