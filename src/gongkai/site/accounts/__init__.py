"""People who sign in, the roles they hold at agencies, and what the roles may do."""
