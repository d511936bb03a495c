"""What the public sees (公开平台)."""
