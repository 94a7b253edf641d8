BEGIN TRANSACTION;
CREATE TABLE cited (
    document_id TEXT NOT NULL, conversation_id TEXT NOT NULL, number INTEGER NOT NULL, version INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (document_id, conversation_id, number, version, start, "end"),
    FOREIGN KEY (conversation_id, number) REFERENCES turns (conversation_id, number) ON DELETE CASCADE) WITHOUT ROWID;
INSERT INTO "cited" VALUES('1e039a6eaaba9eb3','18ec3ff5fe307514fe70246c',1,2,0,25,'The lamp was lit in 1912.');
INSERT INTO "cited" VALUES('1e039a6eaaba9eb3','18ec3ff5fe307514fe70246c',1,2,26,41,'Amalia kept it.');
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, folded_title TEXT NOT NULL, created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL, next_number INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "conversations" VALUES('18ec3ff5fe307514fe70246c','When was the lamp lit?','when was the lamp lit?','2026-11-28T15:44:37.178150+00:00','2026-11-28T15:44:38.972504+00:00',2);
CREATE TABLE turns (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    question TEXT NOT NULL, asked_at TEXT NOT NULL, answer TEXT NOT NULL, folded TEXT NOT NULL, rating TEXT,
    reason TEXT NOT NULL DEFAULT '', rated_at TEXT, PRIMARY KEY (conversation_id, number)) WITHOUT ROWID;
INSERT INTO "turns" VALUES('18ec3ff5fe307514fe70246c',1,'When was the lamp lit?','2026-11-28T15:44:38.972404+00:00','{"id":"11ad99b03daf93fe","question":"When was the lamp lit?","answer":"The lamp was lit in 1912. Amalia kept it.","abstained":false,"abstain_reason":null,"confidence":0.9347,"sentences":[{"text":"The lamp was lit in 1912.","start":0,"end":25,"support":1.0,"citations":[{"document_id":"1e039a6eaaba9eb3","version":2,"title":"lamp","source":"lamp.txt","start":0,"end":25,"quote":"The lamp was lit in 1912.","page":null,"published_at":null,"language":""}],"written":false},{"text":"Amalia kept it.","start":26,"end":41,"support":1.0,"citations":[{"document_id":"1e039a6eaaba9eb3","version":2,"title":"lamp","source":"lamp.txt","start":26,"end":41,"quote":"Amalia kept it.","page":null,"published_at":null,"language":""}],"written":false}],"passages":[{"document_id":"1e039a6eaaba9eb3","version":2,"chunk_id":2,"title":"lamp","source":"lamp.txt","heading":"","start":0,"end":41,"text":"The lamp was lit in 1912. Amalia kept it.","score":1.329653,"scores":{"dense":0.9079094529151917,"lexical":1.294569492340088,"maxsim":0.9164892435073853},"published_at":null,"copies":[],"language":""}],"uncovered":[],"conflicts":[],"index":{"generation":2,"encoder":"bundled","fingerprint":"d41deaf2804818eb50c66ed9cd2f327c57f8f42723544c1f7b36ef57a8ad4082"},"settings":{"top_k":5,"sources":[],"tags":[],"after":null,"before":null,"threshold":0.3,"confidence_model":"4bb836d20a2a0321","language_model":false,"history":[]},"timing_ms":{"question":6.54,"retrieval":19.16,"evidence":1755.82,"total":1783.07},"unanswered":[],"writing":null,"standalone_question":null}','when was the lamp lit?
the lamp was lit in 1912. amalia kept it.','up','It is right','2026-11-28T15:44:38.973211+00:00');
CREATE INDEX conversations_by_update ON conversations (updated_at);
CREATE INDEX turns_by_rating ON turns (rating) WHERE rating IS NOT NULL;
CREATE INDEX cited_by_turn ON cited (conversation_id, number);
COMMIT;
PRAGMA user_version = 1;
