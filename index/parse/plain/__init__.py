"""Formats that are text already: plain text, Markdown, RTF, subtitles."""
