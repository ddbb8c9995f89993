"""What people answer: drafts, question pages, validation, sealed submissions. Knows no case."""
