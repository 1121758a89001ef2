"""Reads a printed table (Word, Excel, web page, PDF, text) and drafts a plan of it; every guess is marked for a person."""
