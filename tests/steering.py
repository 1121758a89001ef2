"""Signs that steer a terminal or turn what stands beside them, and which of them a text has."""

import re

STEERING = "\x1b[31m\x9b31m\u202e\u2066\x07"
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\udc80-\udcff]")


def harm(*texts):
    """Return what harms in some texts; CSV ends its lines as Excel does."""
    return sorted({ascii(sign) for text in texts for sign in HARMFUL.findall(text.replace("\r\n", "\n"))})
