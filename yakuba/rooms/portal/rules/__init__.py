"""Reading the portal's file: pure, without Django and without a clock."""
