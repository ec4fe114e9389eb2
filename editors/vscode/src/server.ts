import { ChildProcess, spawn } from 'node:child_process';

/** Starts `virnuc dashboard` on a free port of this machine, and ends it. */
export class Server {
  private process: ChildProcess | undefined;
  private starting: Promise<string> | undefined;

  constructor(private readonly program: () => string, private readonly history: () => string) {}

  /** The address of the server, which is started if it does not run. Rejected with what the program said if it does not start. */
  address(): Promise<string> {
    this.starting ??= this.start().catch(problem => {
      this.starting = undefined;
      throw problem;
    });
    return this.starting;
  }

  private start(): Promise<string> {
    const history = this.history();
    const child = spawn(this.program(), ['dashboard', '--port', '0', ...(history ? ['--history', history] : [])], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    return new Promise((resolve, reject) => {
      let out = '';
      let err = '';
      child.stdout!.setEncoding('utf8').on('data', text => {
        out += text;
        const address = /^(http:\/\/\S+)\n/.exec(out);
        if (address) { resolve(address[1]); }
      });
      child.stderr!.setEncoding('utf8').on('data', text => { err = (err + text).slice(-4000); });
      child.on('error', problem => reject(new Error(`${this.program()} cannot be started (${problem.message}); set "virnuc.path" in the settings`)));
      child.on('exit', code => {
        this.starting = undefined;
        reject(new Error(err.trim().split('\n').pop() || `virnuc dashboard ended with ${code}`));
      });
    });
  }

  dispose(): void {
    this.process?.kill('SIGINT');
  }
}
