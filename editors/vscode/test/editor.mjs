// The extension in a real editor: VS Code in a browser, with a real virnuc. `.ci/editor-tests` prepares the editor and starts this:
//   EDITOR_FOLDER=... VIRNUC=... CHROMIUM=... FASTA=... [SCREENSHOTS=...] node test/editor.mjs
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { EDITOR_FOLDER, VIRNUC, CHROMIUM, FASTA, SCREENSHOTS } = process.env;
const { chromium } = createRequire(path.join(EDITOR_FOLDER, 'package.json'))('playwright-core');
const LONGEST = 120_000;

const folder = mkdtempSync(path.join(tmpdir(), 'virnuc-editor-'));
const work = path.join(folder, 'work');
const user = path.join(folder, 'user');
const entry = [path.join(EDITOR_FOLDER, 'node_modules/code-server/out/node/entry.js'), '--user-data-dir', user,
  '--extensions-dir', path.join(folder, 'extensions'), '--config', path.join(folder, 'config.yaml')];
mkdirSync(work);
mkdirSync(path.join(user, 'User'), { recursive: true });
mkdirSync(path.join(user, 'Machine'));
copyFileSync(FASTA, path.join(work, 'contigs.fna'));
writeFileSync(path.join(work, 'broken.fna'), '>a\nACGTACGT\n>b\nACGT!CGT\n');
writeFileSync(path.join(user, 'User/settings.json'), JSON.stringify({
  'workbench.startupEditor': 'none', 'security.workspace.trust.enabled': false, 'telemetry.telemetryLevel': 'off'
}));
// Paths are settings of the machine, which an editor in a browser reads from here.
writeFileSync(path.join(user, 'Machine/settings.json'), JSON.stringify({
  'virnuc.path': VIRNUC, 'virnuc.history': path.join(folder, 'history.db')
}));
const env = { ...process.env, VIRNUC_HISTORY: path.join(folder, 'history.db') };
execFileSync(process.execPath, [...entry, '--install-extension', path.resolve('virnuc.vsix')], { env, stdio: 'pipe' });

const port = await new Promise(resolve => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const free = probe.address().port;
    probe.close(() => resolve(free));
  });
});
const server = spawn(process.execPath,
  [...entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check', work],
  { env, stdio: 'ignore', detached: true });

let browser;
let page;
try {
  for (let end = Date.now() + LONGEST; ;) {
    try { await fetch(`http://127.0.0.1:${port}/healthz`); break; } catch (notYet) {
      if (Date.now() > end) { throw notYet; }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  page.setDefaultTimeout(LONGEST);
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(work)}`);

  const view = page.locator('.activitybar a[aria-label^="VirNuc"]');
  const rows = page.locator('.pane-body .monaco-list-row');
  const status = page.locator('[id*="virnuc.running"]');
  const command = async name => {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill('>' + name);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  };
  const open = async name => {
    await page.locator('.activitybar a[aria-label^="Explorer"]').click();
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
    await page.locator(`.tab[data-resource-name="${name}"]`).waitFor();
    await view.click();
  };
  const shot = async name => { if (SCREENSHOTS) { await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) }); } };
  const done = async name => { await shot(name); console.log(`ok: ${name}`); };

  await view.click();
  await page.getByText('No run yet. Open a FASTA file and start one.').waitFor();
  await done('an empty history says how to begin');

  await open('contigs.fna');
  await command('VirNuc: Predict');
  await rows.filter({ hasText: 'running' }).waitFor();
  await status.filter({ hasText: /contigs: .+ \d+ %/ }).waitFor();
  await done('a run that is started is shown while it runs, in the tree and in the status bar');

  await rows.filter({ hasText: /\d+ virus, \d+ others, \d+ unscored/ }).waitFor();
  await status.waitFor({ state: 'detached' });
  assert.equal(await rows.count(), 1);
  await done('its outcome is shown when it ends');

  await command('VirNuc: Dashboard');
  const inner = await pane('Compare the runs that are ticked');
  assert.match(await inner.locator('body').innerText(), /1 run · /);
  await done('the dashboard opens in the editor');

  await inner.locator('#runs td.name a').first().click();
  await inner.locator('#run-title').filter({ hasText: 'contigs' }).waitFor();
  await done('links of the dashboard stay in it');

  await open('broken.fna');
  await command('VirNuc: Predict');
  await rows.filter({ hasText: 'failed' }).waitFor(); // by then the terminal has come to the front
  await page.locator('.panel .action-item', { hasText: 'Problems' }).first().click();
  await page.locator('.markers-panel .monaco-list-row', { hasText: "'!' is not a nucleotide letter" }).waitFor();
  assert.match(await page.locator('.markers-panel').innerText(), /Ln 4/);
  await done('an error names its line in the list of problems');
} catch (problem) {
  if (page && SCREENSHOTS) { await page.screenshot({ path: path.join(SCREENSHOTS, 'failed.png') }).catch(() => {}); }
  throw problem;
} finally {
  await browser?.close();
  try { process.kill(-server.pid); } catch (ended) { /* it has ended by itself */ }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** The page in a webview that has a text. */
async function pane(text) {
  for (let end = Date.now() + LONGEST; Date.now() < end;) {
    for (const frame of page.frames()) {
      if (await frame.getByText(text).count().catch(() => 0)) { return frame; }
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error(`no page with "${text}" was shown`);
}
