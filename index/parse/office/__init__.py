"""The other formats of office programs: slides, sheets, OpenDocument; and what they share with Word's."""
