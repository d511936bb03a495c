"""Registers (登记簿) of what an agency decided and collected: table two of the report counts them."""
