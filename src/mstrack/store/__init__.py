"""Where texts lie: read, written, remembered, and the lazy Dataset over them."""
