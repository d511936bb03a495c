"""Commands: `gongkai site NAME`."""
