"""What clerks see at the counter."""
