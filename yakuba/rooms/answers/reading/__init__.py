"""Drafts and submissions as values, for those who may see them."""
