"""What moves a case and what a clerk may do with it: pure functions of frozen values, no Django, no clock."""
