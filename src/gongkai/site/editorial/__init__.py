"""Three-stage review and proofreading (三审三校), and the ledger of what is public."""
