"""Files of a test's folder, as a dict says them."""


def write(folder, texts):
    """Write files below a folder: path → text or bytes, as they stand; None takes a file away."""
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        if text is not None:
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
