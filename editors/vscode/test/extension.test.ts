import { made, vscode } from './doubles';
import assert = require('node:assert/strict');
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Run } from '../src/api';
import { activate } from '../src/extension';

// The extension against a real server with real runs; the editor itself is a double. VIRNUC names the program.
const program = process.env.VIRNUC ?? '';
const folder = mkdtempSync(join(tmpdir(), 'virnuc-editor-'));
const history = join(folder, 'history.db');
const sequence = 'ATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGTAAAATTCGTGACTGGCATGAA'.repeat(8);
const context = { subscriptions: [] as { dispose(): void }[] };

const predict = (name: string, text: string) => {
  const input = join(folder, `${name}.fa`);
  writeFileSync(input, text);
  return spawnSync(program, ['predict', input, '-o', join(folder, name), '--history', history, '--progress', 'none'], { encoding: 'utf8' });
};
const runs = async () => await made.tree.getChildren() as Run[];
const command = (name: string, ...given: unknown[]) => made.commands.get(name)!(...given);
const last = () => made.pages[made.pages.length - 1];

async function until(what: () => unknown, seconds = 120): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !what();) {
    assert.ok(Date.now() < end, `nothing came: ${what}; errors: ${made.errors}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

before(() => {
  assert.ok(program, 'set VIRNUC to the program virnuc');
  assert.equal(predict('first', `>a\n${sequence}\n`).status, 0);
  assert.equal(predict('second', '>a\nACGT!\n').status, 3);
  made.settings.path = program;
  made.settings.history = history;
  activate(context as never);
});

after(() => {
  context.subscriptions.forEach(one => one.dispose());
  rmSync(folder, { recursive: true, force: true });
});

test('every command of the manifest is there, and no other', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  assert.deepEqual([...made.commands.keys()].sort(), manifest.contributes.commands.map((one: { command: string }) => one.command).sort());
});

test('runs are a tree, the newest first', async () => {
  const [second, first] = await runs();
  const items = [second, first].map(run => made.tree.getTreeItem(run));
  assert.deepEqual(items.map(item => item.label), ['second', 'first']);
  assert.deepEqual(items.map(item => item.contextValue), ['run failed', 'run done']);
  assert.match(String(items[0].description), /^failed · .*'!' is not a nucleotide letter/);
  assert.match(String(items[1].description), /virus.*others/);
  assert.match(String(items[0].tooltip), /second\.fa, line 2/);
});

test('the problem matcher finds file and line of what virnuc says', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  const { regexp, file, line, message } = manifest.contributes.problemMatchers[0].pattern;
  const said = predict('third', '>a\nACGT!\n').stderr.split('\n').map(text => new RegExp(regexp).exec(text)).find(match => match)!;
  assert.equal(said[file], join(folder, 'third.fa'));
  assert.equal(said[line], '2');
  assert.match(said[message], /is not a nucleotide letter/);
});

test('the open file is predicted by a task, without a shell', async () => {
  const uri = vscode.Uri.file(join(folder, 'a b;.fa'));
  vscode.window.activeTextEditor = { document: { uri } };
  await command('virnuc.predict');
  await command('virnuc.dryRun', uri);
  assert.deepEqual(made.tasks.map(task => task.execution.args), [
    ['predict', uri.fsPath, '--history', history], ['predict', uri.fsPath, '--dry-run', '--history', history]]);
  assert.equal(made.tasks[0].execution.process, program);
  assert.equal(made.tasks[0].execution.options.cwd, folder);
  assert.equal(made.tasks[0].problemMatchers, '$virnuc');
  vscode.window.activeTextEditor = undefined;
  await command('virnuc.predict');
  assert.match(made.errors.pop()!, /^Open a FASTA file/);
});

test('a run, its report and a comparison are shown', async () => {
  const all = await runs();
  const first = all.find(run => run.directory.endsWith('/first'))!;
  await command('virnuc.open', first);
  assert.match(last().main, /<h2 id="run-title">first<\/h2>/);
  assert.match(made.frame, /default-src 'none'/);
  await command('virnuc.compare', first, [first, all[0]]);
  assert.match(last().main, /Compare runs/);
  await command('virnuc.compare', first, [first]);
  assert.equal(made.errors.pop(), 'Select two to ten runs to compare.');
  await command('virnuc.openReport', first);
  assert.equal(made.external.pop(), `file://${join(folder, 'first', 'report.html')}`);
  await command('virnuc.openReport', all.find(run => run.status === 'failed'));
  assert.match(made.errors.pop()!, /has no report.html/);
});

test('links of the page lead to pages and files of the server, and nowhere else', async () => {
  await command('virnuc.openDashboard');
  made.say({ go: 'trends' });
  await until(() => last().main.includes('Over time'));
  made.say({ go: '.?q=second' });
  await until(() => last().page === '?q=second' && last().main.includes('id="totals"'));
  made.say({ go: `file/${(await runs())[0].run_id}/telemetry.json` });
  await until(() => made.external.length === 1);
  assert.match(made.external.pop()!, /^http:\/\/127\.0\.0\.1:\d+\/[^/]+\/file\/.*telemetry\.json$/);
  const pages = made.pages.length;
  made.say({ go: 'https://example.org/' });
  made.say({ go: '../../' });
  await runs();
  assert.equal(made.pages.length, pages);
  assert.equal(made.external.length, 0);
});

test('a failed run is resumed by its own command, which is typed and not started', async () => {
  await command('virnuc.resume', (await runs()).find(run => run.directory.endsWith('/second')));
  const typed = made.typed.pop()!;
  assert.match(typed.text, /^virnuc predict .*second\.fa -o /);
  assert.equal(typed.run, false);
  assert.equal(typed.cwd, folder);
});

test('a running run is in the status bar until it ends', async () => {
  let told = 0;
  made.tree.onDidChangeTreeData(() => { told++; });
  const run = spawn(program, ['predict', '-', '-o', join(folder, 'live'), '--history', history, '--progress', 'none'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise(resolve => run.on('exit', resolve));
  await until(() => made.status.shown && made.status.text.includes('live'));
  assert.ok(told > 0);
  assert.equal((await runs())[0].status, 'running');
  run.stdin.end(`>a\n${sequence}\n`);
  assert.equal(await ended, 0);
  await until(() => !made.status.shown);
  assert.equal((await runs())[0].status, 'done');
});
