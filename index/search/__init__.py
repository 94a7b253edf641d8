"""Search indexes derived from the database: dense in FAISS, lexical in Tantivy."""
