"""The first page of each role: panels over the figures and lists of one question."""
