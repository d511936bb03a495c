"""Commands of review and publication."""
