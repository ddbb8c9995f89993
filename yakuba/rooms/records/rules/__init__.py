"""The rules of keeping documents: retention periods, numbers. Pure and dated."""
