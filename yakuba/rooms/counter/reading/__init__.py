"""What the counter's pages show, as frozen values."""
