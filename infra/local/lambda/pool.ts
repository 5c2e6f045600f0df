import type { Invocation } from '#infra/local/engine';
import type { Sandbox } from './sandbox.ts';

/** The sandboxes of one function: warm ones first, new ones up to `most`, and then in line. */
export function createPool(most: number, open: () => Sandbox) {
  const idle: { readonly sandbox: Sandbox; readonly timer: NodeJS.Timeout }[] = [];
  const all = new Set<Sandbox>();
  const line: ((sandbox: Sandbox) => void)[] = [];

  const add = () => {
    const sandbox = open();
    all.add(sandbox);
    return sandbox;
  };
  const take = async (): Promise<Sandbox> => {
    for (let last = idle.pop(); last; last = idle.pop()) {
      clearTimeout(last.timer);
      if (last.sandbox.isAlive()) return last.sandbox;
      all.delete(last.sandbox);
    }
    return all.size < most ? add() : new Promise((resolve) => line.push(resolve));
  };
  /** A copy that nobody needed for a minute costs memory only; one stays warm. */
  const retire = (sandbox: Sandbox) => {
    if (all.size < 2) return;
    idle.splice(
      idle.findIndex((entry) => entry.sandbox === sandbox),
      1,
    );
    all.delete(sandbox);
    sandbox.close().catch(() => undefined);
  };
  const give = (sandbox: Sandbox) => {
    const waiting = line.shift();
    if (!sandbox.isAlive()) all.delete(sandbox);
    if (waiting) return waiting(sandbox.isAlive() ? sandbox : add());
    if (!sandbox.isAlive()) return;
    const timer = setTimeout(() => retire(sandbox), 60_000);
    timer.unref();
    idle.push({ sandbox, timer });
  };

  return {
    run: async (requestId: string, payload: string): Promise<Invocation> => {
      const sandbox = await take();
      try {
        return await sandbox.run(requestId, payload);
      } finally {
        give(sandbox);
      }
    },
    close: async () => {
      for (const { timer } of idle) clearTimeout(timer);
      await Promise.all([...all].map((sandbox) => sandbox.close()));
    },
  };
}
