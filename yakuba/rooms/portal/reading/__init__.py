"""An uploaded file as rows with what each amounts to."""
