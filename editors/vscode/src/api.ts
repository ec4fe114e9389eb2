import * as http from 'node:http';

/** A run as `api/v1/runs` lists it. What is not known is null. */
export interface Run {
  run_id: string;
  status: 'running' | 'done' | 'failed' | 'cancelled' | 'crashed';
  started_at: string;
  wall_seconds: number | null;
  cost: string | null;
  currency: string | null;
  warnings: number;
  directory: string;
  error: string | null;
  outcome: string;
  input: string | null;
  name: string | null;
  tags: string;
  samples: number;
}

/** A stage as `telemetry.json` has it. */
export interface Stage {
  id: string;
  status: string;
  wall_seconds: number;
  items_in: number | null;
  metrics: Record<string, number>;
}

/** One run with its report. */
export interface RunDetails extends Run {
  command: string;
  files: string[];
  report: { stages: Stage[]; totals: { cost: string | null; currency: string | null } } | null;
}

/** The dashboard's server as a client sees it. It answers nothing but GET. */
export class Api {
  constructor(readonly address: string) {}

  async runs(limit: number): Promise<Run[]> {
    return (JSON.parse(await this.text(`api/v1/runs?n=${limit}`)) as { runs: Run[] }).runs;
  }

  async run(id: string): Promise<RunDetails> {
    return JSON.parse(await this.text(`api/v1/runs/${encodeURIComponent(id)}`)) as RunDetails;
  }

  text(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      http.get(new URL(path, this.address), answer => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', part => { body += part; });
        answer.on('end', () => answer.statusCode === 200 ? resolve(body) : reject(new Error(body.trim() || `HTTP ${answer.statusCode}`)));
        answer.on('error', reject);
      }).on('error', reject);
    });
  }

  /** Calls back whenever a run has changed, until the returned function is called. A lost connection is tried again. */
  changes(changed: () => void, retryMillis = 1000): () => void {
    let ended = false;
    let request: http.ClientRequest | undefined;
    const connect = () => {
      if (ended) { return; }
      let again = false;
      const retry = () => {
        if (!again && !ended) {
          again = true;
          setTimeout(connect, retryMillis);
        }
      };
      request = http.get(new URL('events', this.address), answer => {
        let rest = '';
        answer.setEncoding('utf8');
        answer.on('data', part => {
          rest += part;
          const events = rest.split('\n\n');
          rest = events.pop() ?? '';
          if (events.some(event => event.startsWith('event: change'))) { changed(); }
        });
        answer.on('end', retry);
        answer.on('error', retry);
      });
      request.on('error', retry);
    };
    connect();
    return () => {
      ended = true;
      request?.destroy();
    };
  }
}
