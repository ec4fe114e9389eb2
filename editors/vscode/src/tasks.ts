import * as path from 'node:path';
import * as vscode from 'vscode';

/** A task that runs virnuc in a terminal. Its arguments go to the program as they are, through no shell. */
export function task(name: string, program: string, given: string[], folder: string): vscode.Task {
  const made = new vscode.Task(
    { type: 'virnuc', arguments: given }, vscode.TaskScope.Workspace, name, 'virnuc',
    new vscode.ProcessExecution(program, given, { cwd: folder }), '$virnuc');
  made.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated, clear: true };
  return made;
}

/** A prediction of a file, or its estimate, started in the folder of the file, where its results go. */
export function predict(program: string, file: string, history: string, dryRun: boolean): vscode.Task {
  const name = path.basename(file);
  const options = [...(dryRun ? ['--dry-run'] : []), ...(history ? ['--history', history] : [])];
  return task(`${dryRun ? 'Dry run of' : 'Predict'} ${name}`, program, ['predict', file, ...options], path.dirname(file));
}

/** Runs the tasks that users have written in tasks.json. */
export class Provider implements vscode.TaskProvider {
  constructor(private readonly program: () => string) {}

  provideTasks(): vscode.Task[] {
    return [];
  }

  resolveTask(written: vscode.Task): vscode.Task | undefined {
    const given: unknown = written.definition.arguments;
    if (!Array.isArray(given) || !given.every(one => typeof one === 'string')) { return undefined; }
    const scope = written.scope;
    const folder = typeof scope === 'object' ? scope.uri.fsPath : vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const execution = new vscode.ProcessExecution(this.program(), given as string[], folder ? { cwd: folder } : {});
    return new vscode.Task(written.definition, scope ?? vscode.TaskScope.Workspace, written.name, 'virnuc', execution, '$virnuc');
  }
}
