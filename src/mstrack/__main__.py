"""`python -m mstrack` is `mstrack`."""

from mstrack.cli import main

main()
