"""The outbox: messages to people, queued with the act they tell of and delivered by a job."""
