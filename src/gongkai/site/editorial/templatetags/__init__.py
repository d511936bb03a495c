"""Template filters of review and publication."""
