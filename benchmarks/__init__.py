"""Our path against a limit in the same run (platform.md 7). Absolute figures never decide; a ratio does."""
