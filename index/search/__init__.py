"""Search indexes derived from the database: dense in FAISS, lexical in Tantivy; or both in LanceDB, for many servers."""
