"""The ground of REST v1: no resource of its own, the same rules for every one (platform.md 3)."""
