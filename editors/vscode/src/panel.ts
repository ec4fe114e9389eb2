import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Api } from './api';

/**
 * The dashboard in an editor tab. The extension asks the server for each page, so the tab works in remote windows, too, and has no
 * script but the one below.
 */
export class Panel {
  private panel: vscode.WebviewPanel | undefined;
  private page = '';
  private newest: Promise<void> | undefined;

  constructor(private readonly api: () => Promise<Api>) {}

  async show(page: string): Promise<void> {
    if (!this.panel) {
      const panel = vscode.window.createWebviewPanel('virnuc.dashboard', 'VirNuc', vscode.ViewColumn.Active, { enableScripts: true, localResourceRoots: [] });
      panel.onDidDispose(() => { this.panel = undefined; });
      panel.webview.onDidReceiveMessage((message: { go?: unknown }) => {
        if (typeof message.go === 'string') {
          this.go(message.go).catch((problem: Error) => { void vscode.window.showErrorMessage(problem.message); });
        }
      });
      panel.webview.html = frame((await (await this.api()).text('app.css')).replace(/<\//g, '<\\/'));
      this.panel = panel;
    } else {
      this.panel.reveal();
    }
    this.page = page;
    await this.renew();
  }

  /**
   * Shows the page again, as it is now. What is scrolled to, open or typed stays. When a later call overtakes this one, both end with
   * what the later one shows.
   */
  renew(): Promise<void> {
    const mine: Promise<void> = this.load(() => this.newest === mine).then(() => this.newest === mine ? undefined : this.newest);
    this.newest = mine;
    return mine;
  }

  private async load(newest: () => boolean): Promise<void> {
    const page = this.page;
    if (!this.panel) { return; }
    const html = await (await this.api()).text(page);
    const main = /<main id="main">([\s\S]*)<\/main>/.exec(html);
    if (newest() && main) {
      await this.panel?.webview.postMessage({ page, main: main[1] });
    }
  }

  /** Follows a link of a page: to another page in the tab, to a file of a run in the browser. */
  private async go(link: string): Promise<void> {
    const address = new URL((await this.api()).address);
    const target = new URL(link, new URL(this.page, address));
    if (target.origin !== address.origin || !target.pathname.startsWith(address.pathname)) { return; }
    const page = target.pathname.slice(address.pathname.length) + target.search;
    if (/^file\/|\.csv(\?|$)/.test(page)) {
      await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(target.href)));
    } else {
      this.page = page;
      await this.renew();
    }
  }
}

function frame(style: string): string {
  const nonce = randomBytes(16).toString('hex');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>VirNuc</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">${style}</style></head><body>
<nav aria-label="Pages"><a href=".">Runs</a> <a href="trends">Over time</a></nav><main id="main"></main>
<script nonce="${nonce}">
const code = acquireVsCodeApi(), main = document.getElementById('main');
let page = '';
addEventListener('message', ({data}) => {
  const same = data.page === page, x = scrollX, y = scrollY, focus = document.activeElement?.id;
  const open = new Set([...main.querySelectorAll('details[open]')].map(one => one.id));
  const typed = [...main.querySelectorAll('input,select')].map(one => [one.name, one.value, one.type, one.checked]);
  page = data.page;
  main.innerHTML = data.main;
  if (!same) { scrollTo(0, 0); return; }
  for (const one of main.querySelectorAll('details')) one.open = open.has(one.id);
  for (const one of main.querySelectorAll('input,select')) {
    const before = typed.find(([name, value, type]) => name === one.name && type === one.type && (type !== 'checkbox' || value === one.value));
    if (before) { if (one.type === 'checkbox') one.checked = before[3]; else one.value = before[1]; }
  }
  if (focus) document.getElementById(focus)?.focus();
  scrollTo(x, y);
});
document.addEventListener('click', event => {
  const link = event.target.closest('a');
  if (link) { event.preventDefault(); code.postMessage({go: link.getAttribute('href')}); }
});
document.addEventListener('submit', event => {
  event.preventDefault();
  code.postMessage({go: event.target.getAttribute('action') + '?' + new URLSearchParams(new FormData(event.target))});
});
</script></body></html>`;
}
