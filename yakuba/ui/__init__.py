"""The design system: style sheets, page frames, partials and template tags. Imports nothing of the house."""
