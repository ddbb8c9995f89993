"""窓口: what comes on paper, by telephone, by post or at the counter is entered here by a clerk."""
