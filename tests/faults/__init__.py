"""Faults of platform.md 5.3 that no single app owns. In short at every change, at full count under `make faults`."""
