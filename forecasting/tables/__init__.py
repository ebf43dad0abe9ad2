"""What the forecast pages print, worked out from a roll-up: no arithmetic is left to a template."""
