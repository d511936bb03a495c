"""Gongkai (公开): open government information (政府信息公开) for Chinese agencies.

The rooms, each importing only those to its right: ``report`` → ``stats`` → ``law``. The command line is ``cli``.
"""

__version__ = "0.1.0"
