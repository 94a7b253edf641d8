BEGIN TRANSACTION;
CREATE TABLE jobs (id TEXT PRIMARY KEY, ended INTEGER NOT NULL, sha256 TEXT NOT NULL, job TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "jobs" VALUES('18ec3ff66d48646c2b4cf09c',1,'8d712af21ea95e0cf43612711bb2b5c7da6c9051ebf32a89e475ae998d86462a','{"id":"18ec3ff66d48646c2b4cf09c","name":"lamp.txt","kind":"file","source":"lamp.txt","sha256":"8d712af21ea95e0cf43612711bb2b5c7da6c9051ebf32a89e475ae998d86462a","bytes":41,"created_at":"2026-11-28T15:44:39.041991+00:00","tags":["light"],"stage":"done","percent":100,"chunks":0,"chunks_per_second":null,"attempts":0,"started_at":null,"finished_at":"2026-11-28T15:44:39.062798+00:00","report":{"documents":[{"id":"1e039a6eaaba9eb3","version":2,"title":"lamp","source":"lamp.txt","published_at":null,"media_type":"text/plain","characters":41,"chunks":1,"added_at":"2026-11-28T15:44:36+00:00","tags":["sea"],"type":"txt","language":"","claimed_source":""}],"added":0,"replaced":1,"unchanged":0,"failed":[]},"problem":null}');
INSERT INTO "jobs" VALUES('18ec3ff66edd2d7729999ea7',0,'e3676fc0f240f8a407e169b08e37f0b488bc74b2f7bb3d362e8f4cfb7bab34a5','{"id":"18ec3ff66edd2d7729999ea7","name":"tram.txt","kind":"file","source":"tram.txt","sha256":"e3676fc0f240f8a407e169b08e37f0b488bc74b2f7bb3d362e8f4cfb7bab34a5","bytes":15,"created_at":"2026-11-28T15:44:39.068533+00:00","tags":[],"stage":"waiting","percent":0,"chunks":0,"chunks_per_second":null,"attempts":0,"started_at":null,"finished_at":null,"report":null,"problem":null}');
CREATE TABLE originals (
    holder TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (holder, version)) WITHOUT ROWID;
INSERT INTO "originals" VALUES('18ec3ff66edd2d7729999ea7',0,'e3676fc0f240f8a407e169b08e37f0b488bc74b2f7bb3d362e8f4cfb7bab34a5','tram.txt');
INSERT INTO "originals" VALUES('1e039a6eaaba9eb3',2,'8d712af21ea95e0cf43612711bb2b5c7da6c9051ebf32a89e475ae998d86462a','lamp.txt');
CREATE INDEX jobs_by_end ON jobs (ended, id);
CREATE INDEX jobs_of_bytes ON jobs (sha256, id);
CREATE INDEX holders_of_bytes ON originals (sha256);
COMMIT;
PRAGMA user_version = 1;
