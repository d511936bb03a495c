"""Agencies (行政机关): their tree, lives, successions, contacts and settings."""
