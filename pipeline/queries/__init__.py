"""Reads of the pipeline: querysets and frozen rows."""
