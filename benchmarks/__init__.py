"""Speed and memory, measured against the floor that physics or a library sets, in the same run.

``python -m benchmarks`` (``make bench``) prints the figures and writes them to ``docs/bench.md``.
"""
