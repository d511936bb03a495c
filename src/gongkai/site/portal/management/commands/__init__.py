"""Commands: `gongkai site NAME`; a hyphen in the name is an underscore here."""
