-- One row for every attempt of a run.
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  directory TEXT NOT NULL,
  previous_run_id TEXT,
  command TEXT NOT NULL,
  version TEXT NOT NULL,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  process_started_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  wall_seconds REAL,
  cpu_user_seconds REAL,
  cpu_system_seconds REAL,
  calls INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  cost TEXT,
  currency TEXT,
  warnings INTEGER NOT NULL,
  error TEXT
);

CREATE TABLE stages (
  run_seq INTEGER NOT NULL REFERENCES runs(seq) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  status TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  wall_seconds REAL NOT NULL,
  cpu_user_seconds REAL,
  cpu_system_seconds REAL,
  items_in INTEGER,
  items_out INTEGER,
  calls INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  cost TEXT,
  PRIMARY KEY (run_seq, position)
) WITHOUT ROWID;

CREATE TABLE models (
  run_seq INTEGER NOT NULL REFERENCES runs(seq) ON DELETE CASCADE,
  name TEXT NOT NULL,
  providers TEXT NOT NULL,
  devices TEXT NOT NULL,
  precisions TEXT NOT NULL,
  calls INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  items INTEGER NOT NULL,
  seconds REAL NOT NULL,
  cost TEXT,
  PRIMARY KEY (run_seq, name)
) WITHOUT ROWID;

-- The whole report, as telemetry.json has it, compressed; apart, so that lists need not read it.
CREATE TABLE reports (
  run_seq INTEGER PRIMARY KEY REFERENCES runs(seq) ON DELETE CASCADE,
  json_gzip BLOB NOT NULL
);
