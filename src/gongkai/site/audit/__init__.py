"""Audit trail: every act registered, authorised, and chained, one hash chain for each agency."""
