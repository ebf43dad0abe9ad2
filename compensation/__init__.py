"""compensation: stands here in the tree; its issue is not open yet."""
