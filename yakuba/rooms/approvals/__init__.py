"""起案・回議・合議・決裁: a draft arrives with a frozen exhibit and leaves as news of the decision."""
