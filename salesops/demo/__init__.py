"""The demo company: our own, seeded, believable, with dates relative to today (platform.md 7)."""
