import { createHash } from 'node:crypto';
import type http from 'node:http';
import type { Verifier } from './c2sp.ts';
import { insist, openNote } from './c2sp.ts';
import type { StrangerLog } from './stranger-log.ts';
import type { Said } from './web.ts';
import { ask } from './web.ts';

/** Speaks tlog-witness to a witness, as any log would. */
export class WitnessClient {
  readonly #prefix: string;
  readonly #witness: Verifier;
  readonly #agent: http.Agent | undefined;

  constructor(prefix: string, witness: Verifier, agent?: http.Agent) {
    this.#prefix = prefix;
    this.#witness = witness;
    this.#agent = agent;
  }

  /** Posts a body to add-checkpoint, whatever is in it. */
  post(body: Buffer | string): Promise<Said> {
    const agent = this.#agent;
    return ask(`${this.#prefix}/add-checkpoint`, {
      method: 'POST',
      body,
      ...(agent ? { agent } : {}),
    });
  }

  /** Asks for a cosignature of a checkpoint. */
  add(old: number | string, proof: readonly Buffer[], checkpoint: string): Promise<Said> {
    return this.post(requestOf(old, proof, checkpoint));
  }

  /** Asks for a cosignature of a log at a size, from an old one. */
  addGrowth(log: StrangerLog, from: number, upto: number): Promise<Said> {
    return this.add(from, log.growth(from, upto), log.checkpoint(upto));
  }

  /** The time of the cosignature in an answer, which must be over just this checkpoint. */
  timeOf(said: Said, checkpoint: string): number {
    insist(said.status === 200, `answered with ${said.status}: ${said.body.toString()}`);
    const lines = said.body.toString('utf8');
    insist(/^(?:— [^\n]+\n)+$/.test(lines), 'an answer that is more than signature lines');
    const { by } = openNote(`${checkpoint}${lines}`, [this.#witness]);
    const time = by[0]?.time;
    insist(typeof time === 'number', 'a cosignature without a time');
    return time;
  }

  /** The size in an answer of 409. */
  sizeOf(said: Said): number {
    insist(said.status === 409, `answered with ${said.status}`);
    insist(
      said.headers['content-type'] === 'text/x.tlog.size',
      `a size of type ${said.headers['content-type']}`,
    );
    const [, digits] = /^(0|[1-9][0-9]*)\n$/.exec(said.body.toString()) ?? [];
    insist(digits, `"${said.body.toString()}" is no size`);
    return Number(digits);
  }

  /** What the witness shows of a log to those who monitor it. */
  shown(origin: string): Promise<Said> {
    const hash = createHash('sha256').update(origin).digest('hex');
    return ask(`${this.#prefix}/${hash}/checkpoint`);
  }
}

/** The body of a request to add-checkpoint. */
export function requestOf(
  old: number | string,
  proof: readonly Buffer[],
  checkpoint: string,
): string {
  const lines = proof.map((hash) => `${hash.toString('base64')}\n`).join('');
  return `old ${old}\n${lines}\n${checkpoint}`;
}
