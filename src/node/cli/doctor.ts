import type { IntegrityView } from '../../contract/record-room.ts';
import type { Finding } from '../doctor.ts';
import { examine } from '../doctor.ts';
import { readFolder } from '../folder.ts';
import { hostClock } from '../primitives.ts';
import { administratorsHeaders } from './administrator.ts';
import type { Command } from './ask.ts';
import { readArgs } from './ask.ts';
import { runningAt } from './folder.ts';

/** Looks at everything and says what to do. [K9] */
export const doctor: Command = {
  help: `Usage: tansiq doctor --data DIR [--json]

  Looks at free disk, the permissions of secrets, keys and cards, certificates, links and
  clocks, every entry of every log, the index, evidence, recovery and backups: a line each,
  with what to do. Changes nothing; the node may run.

  Exit code 0: all is well. 1: something is to be done.`,
  async run(args) {
    const given = readArgs(args, {
      usage: 'Usage: tansiq doctor --data DIR [--json]',
      words: [0, 0],
      options: { data: { type: 'string' }, json: { type: 'boolean' } },
    });
    const dir = given.must('data');
    const folder = readFolder(dir);
    const address = await runningAt(dir);
    const running = address === undefined ? undefined : await integrityOf(dir, address);
    const findings = await examine({ folder, now: hostClock().now(), running });
    if (given.has('json')) console.log(JSON.stringify(findings, undefined, 2));
    else for (const finding of findings) console.log(lineOf(finding));
    return findings.every(({ state }) => state === 'ok') ? 0 : 1;
  },
};

async function integrityOf(dir: string, address: string): Promise<IntegrityView | undefined> {
  const headers = await administratorsHeaders(dir, address);
  const answer = await fetch(`${address}/api/logs`, { headers });
  return answer.ok ? ((await answer.json()) as IntegrityView) : undefined;
}

function lineOf({ about, state, says }: Finding): string {
  return `${state.padEnd(4)}  ${about}: ${says}`;
}
