"""Pages: fetch what you may see → one action → render."""
