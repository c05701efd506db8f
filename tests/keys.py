"""Keys with which the tests' databases keep secrets."""

import base64

OLD, NEW, OTHER = (base64.urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3))
