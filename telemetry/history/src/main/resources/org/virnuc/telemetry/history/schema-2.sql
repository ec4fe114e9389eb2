-- What lists show and filter by, without a look at another table.
ALTER TABLE runs ADD COLUMN model_names TEXT NOT NULL DEFAULT '';

UPDATE runs SET model_names =
  (SELECT coalesce(group_concat(name, ', '), '') FROM (SELECT name FROM models WHERE run_seq = seq ORDER BY name));

CREATE INDEX runs_by_start ON runs(started_ms);

CREATE INDEX runs_by_directory ON runs(directory, started_ms);

CREATE INDEX runs_running ON runs(host) WHERE status = 'running';
