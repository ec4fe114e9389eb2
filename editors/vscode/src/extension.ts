import * as path from 'node:path';
import * as vscode from 'vscode';
import { Api, Run } from './api';
import { Panel } from './panel';
import { Runs } from './runs';
import { Server } from './server';
import { Provider, predict } from './tasks';
import { progress } from './words';

export function activate(context: vscode.ExtensionContext): void {
  const settings = () => vscode.workspace.getConfiguration('virnuc');
  const program = () => settings().get<string>('path') || 'virnuc';
  const history = () => settings().get<string>('history') ?? '';
  const server = new Server(program, history);
  const status = vscode.window.createStatusBarItem('virnuc.running', vscode.StatusBarAlignment.Left);
  let api: Api | undefined;
  let unfollow = () => {};

  /** The server's API; the server is started when it is first needed, and again if it has ended. */
  const connect = async (): Promise<Api> => {
    const address = await server.address();
    if (api?.address !== address) {
      unfollow();
      api = new Api(address);
      unfollow = api.changes(() => { void changed(); });
    }
    return api;
  };
  const runs = new Runs(connect);
  const panel = new Panel(connect);
  const view = vscode.window.createTreeView('virnuc.runs', { treeDataProvider: runs, canSelectMany: true });

  const changed = async () => {
    try {
      runs.refresh();
      await Promise.all([panel.renew(), follow()]);
    } catch (problem) {
      status.hide(); // the next change shows it again
    }
  };

  /** Shows the newest running run in the status bar. */
  const follow = async () => {
    const running = (await (await connect()).runs(20)).find(run => run.status === 'running');
    if (!running) {
      status.hide();
      return;
    }
    const details = await (await connect()).run(running.run_id);
    status.text = `$(sync~spin) ${progress(details).replace(/\$\(/g, '$ (')}`;
    status.tooltip = running.directory;
    status.command = { command: 'virnuc.open', title: 'Show Run', arguments: [running] };
    status.show();
  };

  const start = async (given: vscode.Uri | undefined, dryRun: boolean) => {
    const file = given ?? vscode.window.activeTextEditor?.document.uri;
    if (file?.scheme !== 'file') {
      void vscode.window.showErrorMessage('Open a FASTA file that is saved on disk, or choose one in the explorer.');
      return;
    }
    const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === file.toString());
    if (open?.isDirty && !await open.save()) { return; }
    await vscode.tasks.executeTask(predict(program(), file.fsPath, history(), dryRun));
  };

  const command = (name: string, action: (...given: never[]) => Promise<unknown>) =>
    vscode.commands.registerCommand(name, (...given: never[]) => action(...given).catch((problem: Error) => {
      void vscode.window.showErrorMessage(problem.message);
    }));

  context.subscriptions.push(
    server, status, view, { dispose: () => unfollow() },
    vscode.tasks.registerTaskProvider('virnuc', new Provider(program)),
    command('virnuc.predict', (file?: vscode.Uri) => start(file, false)),
    command('virnuc.dryRun', (file?: vscode.Uri) => start(file, true)),
    command('virnuc.refresh', changed),
    command('virnuc.openDashboard', () => panel.show('.')),
    command('virnuc.open', (run: Run) => panel.show(`.?run=${encodeURIComponent(run.run_id)}`)),
    command('virnuc.openReport', async (run: Run) => {
      const details = await (await connect()).run(run.run_id);
      if (!details.files.includes('report.html')) {
        throw new Error('The run has no report.html: it has not ended well, or its directory is gone or was written by a later attempt.');
      }
      await vscode.env.openExternal(vscode.Uri.file(path.join(run.directory, 'report.html')));
    }),
    command('virnuc.resume', async (run: Run) => {
      // Typed, not started: the command is text from the history, and the user should see what runs.
      const details = await (await connect()).run(run.run_id);
      const terminal = vscode.window.createTerminal({ name: 'VirNuc', cwd: path.dirname(run.directory) });
      terminal.show();
      terminal.sendText(details.command.replace(/[\x00-\x1f\x7f]+/g, ' '), false);
    }),
    command('virnuc.compare', async (clicked?: Run, selected?: Run[]) => {
      const chosen = selected ?? (clicked ? [clicked] : [...view.selection]);
      if (chosen.length < 2 || chosen.length > 10) { throw new Error('Select two to ten runs to compare.'); }
      await panel.show(`compare?${chosen.map(run => `run=${encodeURIComponent(run.run_id)}`).join('&')}`);
    }));
}
