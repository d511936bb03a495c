"""What the public side hears of the ledger, inside the act that wrote it.

Each is sent with ``publication``. What a receiver does to files it does so that a failed act leaves nothing public:
removal before the commit, baking after it.
"""

from django.dispatch import Signal

published = Signal()
corrected = Signal()
withdrawn = Signal()
