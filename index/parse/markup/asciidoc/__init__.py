"""AsciiDoc, as Asciidoctor reads it."""
