"""Opening what strangers send: from bytes to text, to the parts of a package, within limits.

Reports and files to be scanned for personal data come from the same hands; what guards against damaged, disguised and
harmful files is here once, below both.
"""
