import assert = require('node:assert/strict');
import { test } from 'node:test';
import type { Run, RunDetails } from '../src/api';
import { about, duration, progress, title } from '../src/words';

const run: Run = {
  run_id: 'run-1', status: 'done', started_at: '2026-11-01T10:00:00Z', wall_seconds: 95.2, cost: '0.00123456', currency: 'USD', warnings: 1,
  directory: '/data/demo.virnuc', error: null, outcome: '6 virus, 4 others', input: 'demo.fna', name: null, tags: '', samples: 0,
};

const running = (items: number | null, expected?: number, cost: string | null = null): RunDetails => ({
  ...run, status: 'running', command: 'virnuc predict demo.fna', files: [],
  report: {
    stages: [
      { id: 'chunking', status: 'done', wall_seconds: 1, items_in: 10, metrics: {} },
      { id: 'esm-2', status: 'running', wall_seconds: 20, items_in: items, metrics: expected === undefined ? {} : { items_expected: expected } },
    ],
    totals: { cost, currency: 'USD' },
  },
});

test('a run is called by its name, otherwise by its directory', () => {
  assert.equal(title(run), 'demo');
  assert.equal(title({ ...run, name: 'plate 7' }), 'plate 7');
});

test('what stands beside a run', () => {
  assert.equal(about(run), '6 virus, 4 others · 1:35 · 0.00123 USD · 1 warning');
  assert.equal(about({ ...run, status: 'failed', outcome: '', wall_seconds: null, cost: null, warnings: 0 }), 'failed');
  assert.equal(about({ ...run, cost: '0', warnings: 0, samples: 3, wall_seconds: 4 }), '6 virus, 4 others · 3 samples · 4.0 s');
});

test('how far a run is', () => {
  assert.equal(progress(running(450, 1000, '0.0012')), 'demo: esm-2 45 % 24 s left, 0.0012 USD');
  assert.equal(progress(running(450, 1000)), 'demo: esm-2 45 % 24 s left');
  assert.equal(progress(running(null)), 'demo: esm-2');
  assert.equal(progress({ ...running(1), report: null }), 'demo');
});

test('durations', () => {
  assert.deepEqual([0.25, 9.96, 59.4, 60, 3599.7, 7384].map(duration), ['0.3 s', '10.0 s', '59 s', '1:00', '1:00:00', '2:03:04']);
});
