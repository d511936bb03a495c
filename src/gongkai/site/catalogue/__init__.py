"""Columns and items of the catalogue (公开目录)."""
