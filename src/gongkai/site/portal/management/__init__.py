"""Commands of the site, and what starts it for a try."""
