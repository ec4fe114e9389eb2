import * as vscode from 'vscode';
import type { Api, Run } from './api';
import { about, icon, title } from './words';

const SHOWN = 200;

/** The runs as a tree: newest first, attempts and samples folded as on the dashboard. */
export class Runs implements vscode.TreeDataProvider<Run> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly api: () => Promise<Api>) {}

  refresh(): void {
    this.changed.fire();
  }

  async getChildren(parent?: Run): Promise<Run[]> {
    return parent ? [] : (await this.api()).runs(SHOWN);
  }

  getTreeItem(run: Run): vscode.TreeItem {
    const item = new vscode.TreeItem(title(run));
    const [shape, colour] = icon(run.status);
    item.id = run.run_id;
    item.description = about(run);
    item.iconPath = new vscode.ThemeIcon(shape, new vscode.ThemeColor(colour));
    item.contextValue = `run ${run.status}`;
    // plain text: a name or an error of a run is never markup
    item.tooltip = [run.run_id, run.status, run.error, run.input, run.tags, run.directory].filter(part => part).join('\n');
    item.command = { command: 'virnuc.open', title: 'Show Run', arguments: [run] };
    return item;
  }
}
