"""Search indexes derived from the database: dense in FAISS and lexical in Tantivy, or both in LanceDB."""
