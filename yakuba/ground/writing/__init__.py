"""The rows of one act, collected and sent together; and acts of many people in one transaction."""
