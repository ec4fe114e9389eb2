import Module = require('node:module');

/** What stands for the editor in tests: it keeps what an extension makes, and answers as VS Code does. */
export class EventEmitter<T> {
  private readonly listeners: ((value: T) => void)[] = [];
  readonly event = (listener: (value: T) => void) => { this.listeners.push(listener); return { dispose() {} }; };
  fire(value: T): void { this.listeners.forEach(listener => listener(value)); }
}

export const made = {
  commands: new Map<string, (...given: unknown[]) => Promise<unknown>>(),
  errors: [] as string[],
  external: [] as string[],
  tasks: [] as { name: string; execution: { process: string; args: string[]; options: { cwd: string } }; problemMatchers: string }[],
  typed: [] as { text: string; run: boolean; cwd: string }[],
  pages: [] as { page: string; main: string }[],
  frame: '',
  settings: {} as Record<string, string>,
  status: { text: '', tooltip: '', command: undefined as unknown, shown: false, show() { this.shown = true; }, hide() { this.shown = false; }, dispose() {} },
  tree: undefined as unknown as { getChildren(): Promise<unknown[]>; getTreeItem(run: unknown): Record<string, unknown>; onDidChangeTreeData(listener: () => void): unknown },
  say: undefined as unknown as (message: unknown) => void,
};

class Uri {
  constructor(readonly scheme: string, readonly fsPath: string, private readonly text: string) {}
  static file(path: string): Uri { return new Uri('file', path, `file://${path}`); }
  static parse(text: string): Uri { return new Uri(text.slice(0, text.indexOf(':')), '', text); }
  toString(): string { return this.text; }
}

class Task {
  presentationOptions = {};
  constructor(readonly definition: unknown, readonly scope: unknown, readonly name: string, readonly source: string, readonly execution: unknown, readonly problemMatchers: unknown) {}
}

export const vscode = {
  EventEmitter, Uri, Task,
  TreeItem: class { constructor(readonly label: string) {} },
  ThemeIcon: class { constructor(readonly id: string, readonly color: unknown) {} },
  ThemeColor: class { constructor(readonly id: string) {} },
  ProcessExecution: class { constructor(readonly process: string, readonly args: string[], readonly options: unknown) {} },
  StatusBarAlignment: { Left: 1 }, ViewColumn: { Active: -1 }, TaskScope: { Workspace: 2 },
  TaskRevealKind: { Always: 1 }, TaskPanelKind: { Dedicated: 2 },
  workspace: { getConfiguration: () => ({ get: (name: string) => made.settings[name] }), textDocuments: [], workspaceFolders: undefined },
  commands: { registerCommand: (name: string, action: never) => { made.commands.set(name, action); return { dispose() {} }; } },
  tasks: { registerTaskProvider: () => ({ dispose() {} }), executeTask: async (task: never) => { made.tasks.push(task); } },
  env: { openExternal: async (uri: Uri) => { made.external.push(uri.toString()); }, asExternalUri: async (uri: Uri) => uri },
  window: {
    activeTextEditor: undefined as unknown,
    createStatusBarItem: () => made.status,
    createTreeView: (_id: string, options: { treeDataProvider: never }) => { made.tree = options.treeDataProvider; return { selection: [], dispose() {} }; },
    createTerminal: (options: { cwd: string }) => ({ show() {}, sendText: (text: string, run: boolean) => { made.typed.push({ text, run, cwd: options.cwd }); } }),
    showErrorMessage: async (message: string) => { made.errors.push(message); },
    createWebviewPanel: () => ({
      onDidDispose() {}, reveal() {},
      webview: {
        set html(text: string) { made.frame = text; },
        onDidReceiveMessage(listener: (message: unknown) => void) { made.say = listener; },
        postMessage: async (message: never) => { made.pages.push(message); return true; },
      },
    }),
  },
};

const load = (Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown })._load;
(Module as unknown as { _load: unknown })._load = (request: string, ...rest: unknown[]) => request === 'vscode' ? vscode : load(request, ...rest);
