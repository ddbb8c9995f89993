"""調定・収納: what a matter costs, who was told, and what was paid."""
