"""Questions with what would be right to answer, as files have them; which of them teach, and what readers said."""
