"""Standings → a Report: which columns, in which order, in which words, in which tone. Pure, and no layout."""
