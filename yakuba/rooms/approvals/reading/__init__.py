"""Questions about drafts; answers are frozen values."""
