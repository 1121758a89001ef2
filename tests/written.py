"""What a renderer writes into a file, as bytes."""

import io


def written(write, *given):
    """Return the bytes that a function writes into the file that it is given last."""
    out = io.BytesIO()
    write(*given, out)
    return out.getvalue()
