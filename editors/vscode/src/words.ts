import type { Run, RunDetails, Stage } from './api';

/** The name that a user gave a run, otherwise the last part of its directory. */
export function title(run: Run): string {
  const last = run.directory.split(/[\\/]/).filter(part => part).pop() ?? run.directory;
  return run.name ?? last.replace(/\.virnuc$/, '');
}

/** What stands beside the name: what came out, or what went wrong, and how long it took. */
export function about(run: Run): string {
  const parts = [run.status === 'done' ? '' : run.status, run.outcome || (run.error ?? '').slice(0, 100)];
  if (run.samples > 0) { parts.push(run.samples === 1 ? '1 sample' : `${run.samples} samples`); }
  if (run.wall_seconds !== null) { parts.push(duration(run.wall_seconds)); }
  const cost = money(run.cost, run.currency);
  if (cost) { parts.push(cost); }
  if (run.warnings > 0) { parts.push(run.warnings === 1 ? '1 warning' : `${run.warnings} warnings`); }
  return parts.filter(part => part).join(' · ');
}

/** The name of an icon and of its colour. Each status has a shape of its own. */
export function icon(status: Run['status']): [string, string] {
  switch (status) {
    case 'running': return ['sync~spin', 'charts.blue'];
    case 'done': return ['pass', 'charts.green'];
    case 'failed': return ['error', 'charts.red'];
    case 'crashed': return ['warning', 'charts.purple'];
    default: return ['circle-slash', 'charts.yellow'];
  }
}

/** One line on a running run: its stage, how far that is, how long it still takes, and the cost so far. */
export function progress(run: RunDetails): string {
  const stage = run.report?.stages.filter(one => one.status === 'running').pop();
  const parts = [title(run)];
  if (stage) {
    parts.push([stage.id, share(stage), left(stage)].filter(part => part).join(' '));
  }
  const cost = money(run.report?.totals.cost ?? null, run.report?.totals.currency ?? null);
  if (cost) { parts.push(cost); }
  return parts.join(': ').replace(/: ([^:]*)$/, parts.length > 2 ? ', $1' : ': $1');
}

function share(stage: Stage): string {
  const expected = stage.metrics.items_expected;
  return expected > 0 && stage.items_in !== null ? `${Math.floor(100 * Math.min(1, stage.items_in / expected))} %` : '';
}

function left(stage: Stage): string {
  const expected = stage.metrics.items_expected;
  const done = (stage.items_in ?? 0) - (stage.metrics.items_reused ?? 0);
  if (!(expected > 0) || stage.items_in === null || done <= 0 || stage.wall_seconds <= 0) { return ''; }
  return `${duration((expected - stage.items_in) / (done / stage.wall_seconds))} left`;
}

export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) { return `${seconds < 10 ? seconds.toFixed(1) : whole} s`; }
  const two = (value: number) => String(value).padStart(2, '0');
  return whole < 3600
    ? `${Math.floor(whole / 60)}:${two(whole % 60)}`
    : `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** An amount as decimal text, which is never rounded through a float; nothing for what cost nothing or was not priced. */
function money(cost: string | null, currency: string | null): string {
  return cost === null || /^0*(\.0*)?$/.test(cost) ? '' : `${cost.replace(/(\.\d*?[1-9]\d{0,2})\d*$/, '$1')} ${currency ?? ''}`.trim();
}
