"""The tables of the annual report (年度报告): editions of the format, cells, footing identities (勾稽关系), tallies."""
