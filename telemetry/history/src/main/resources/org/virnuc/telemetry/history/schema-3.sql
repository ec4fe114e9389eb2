-- Tokens apart, what came out, and what users and sample sheets say of a run.
ALTER TABLE runs ADD COLUMN prompt_tokens INTEGER NOT NULL DEFAULT 0;

ALTER TABLE runs ADD COLUMN completion_tokens INTEGER NOT NULL DEFAULT 0;

-- An object of counts by name in JSON, as telemetry.json has it.
ALTER TABLE runs ADD COLUMN outcome TEXT NOT NULL DEFAULT '{}';

ALTER TABLE runs ADD COLUMN input TEXT;

ALTER TABLE runs ADD COLUMN name TEXT;

-- Separated by commas.
ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '';

ALTER TABLE runs ADD COLUMN note TEXT;

-- The run of the sample sheet to which a sample belongs.
ALTER TABLE runs ADD COLUMN parent_run_id TEXT;

CREATE INDEX runs_by_parent ON runs(parent_run_id) WHERE parent_run_id IS NOT NULL;

-- Versions before recorded the open stages of a crashed run as running.
UPDATE stages SET status = 'failed'
  WHERE status = 'running' AND run_seq IN (SELECT seq FROM runs WHERE status = 'crashed');
