import { made } from './doubles';
import assert = require('node:assert/strict');
import { test } from 'node:test';
import type { Api } from '../src/api';
import { Panel } from '../src/panel';

const tick = () => new Promise(resolve => setImmediate(resolve));

/** A panel whose pages come when the test says so. */
async function shown() {
  const asked: { page: string; answer(main: string): void; fail(problem: Error): void }[] = [];
  const api = {
    address: 'http://127.0.0.1:1/key/',
    text: (page: string) => page === 'app.css' ? Promise.resolve('') : new Promise<string>((resolve, reject) => {
      asked.push({ page, answer: main => resolve(`<main id="main">${main}</main>`), fail: reject });
    }),
  } as unknown as Api;
  const panel = new Panel(async () => api);
  const first = panel.show('.');
  while (!asked.length) { await tick(); }
  return { panel, asked, first };
}

test('a page that is asked for again while it loads is there when it was to be there', async () => {
  const { panel, asked, first } = await shown();
  let ended = false;
  void first.then(() => { ended = true; });
  const second = panel.renew();
  await tick();
  asked[0].answer('old');
  await tick();
  await tick();
  assert.equal(ended, false);
  asked[1].answer('new');
  await Promise.all([first, second]);
  assert.deepEqual(made.pages, [{ page: '.', main: 'new' }]);
});

test('an older answer does not replace a newer page', async () => {
  const { panel, asked, first } = await shown();
  made.pages.length = 0;
  const second = panel.show('trends');
  await tick();
  asked[1].answer('trends');
  await second;
  asked[0].answer('runs');
  await first;
  assert.deepEqual(made.pages, [{ page: 'trends', main: 'trends' }]);
});

test('a link whose server is gone is said', async () => {
  const { asked, first } = await shown();
  asked[0].answer('runs');
  await first;
  made.say({ go: 'trends' });
  while (asked.length < 2) { await tick(); }
  asked[1].fail(new Error('connect ECONNREFUSED'));
  await tick();
  await tick();
  assert.equal(made.errors.pop(), 'connect ECONNREFUSED');
});
