import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PartyId, SeatId } from '../../base/ids.ts';
import { isSeatId } from '../../base/ids.ts';
import { TroubleError } from '../../base/result.ts';
import { utf8 } from '../../base/bytes.ts';
import type { Shelf } from '../../ledger/ports.ts';
import type { CentreView } from '../../contract/api.ts';
import { replaceDurably, troubleOf } from '../../store/disk.ts';
import { shelfFile } from '../../store/file-shelf.ts';
import { readFounding } from '../founding.ts';
import { readSettings } from '../folder.ts';
import { UsageError } from './ask.ts';

/** How long a node on this machine may take to say who it is, in milliseconds. */
const HELLO_MILLIS_MAX = 3_000;

/** The address of the node that runs on this folder, or nothing where none answers. */
export async function runningAt(dir: string): Promise<string | undefined> {
  const { party } = readSettings(dir);
  const address = addressIn(dir);
  if (address === undefined) return undefined;
  try {
    const signal = AbortSignal.timeout(HELLO_MILLIS_MAX);
    const said: unknown = await (await fetch(`${address}/healthz`, { signal })).json();
    // Another node may have the port by now.
    return (said as { readonly party?: PartyId }).party === party ? address : undefined;
  } catch {
    return undefined;
  }
}

/** The address of the node of this folder, which must run. Trouble: `node-not-running`. */
export async function mustRunAt(dir: string): Promise<string> {
  const address = await runningAt(dir);
  if (address === undefined) throw new TroubleError('node-not-running', { dir });
  return address;
}

/** The seat that was named, if the party has such an office; else a sentence with those it has. */
export async function mustSeat(dir: string, name: string): Promise<SeatId> {
  const seats = await seatsOf(dir);
  if (isSeatId(name) && (seats.length === 0 || seats.includes(name))) return name;
  throw new UsageError(`There is no desk "${name}" here. There are: ${seats.join(', ')}.`);
}

/**
 * The shelf of a folder that a node may have open: it only puts, each text as a whole, and touches
 * nothing that is there.
 */
export function shelfBeside(dir: string): Pick<Shelf, 'put'> {
  return {
    async put(name, text) {
      const file = path.join(dir, 'shelf', shelfFile(name));
      try {
        await replaceDurably(file, utf8(text));
      } catch (thrown) {
        throw troubleOf(thrown, { file });
      }
    },
  };
}

async function seatsOf(dir: string): Promise<readonly string[]> {
  const address = await runningAt(dir);
  if (address !== undefined) {
    const centre = (await (await fetch(`${address}/api/centre`)).json()) as CentreView;
    return centre.desks.map(({ seat }) => seat);
  }
  const founding = path.join(dir, 'founding.json');
  return existsSync(founding) ? readFounding(founding).roster.seats.map(({ seat }) => seat) : [];
}

function addressIn(dir: string): string | undefined {
  try {
    const run: unknown = JSON.parse(readFileSync(path.join(dir, 'run.json'), 'utf8'));
    const { address } = run as { readonly address?: unknown };
    return typeof address === 'string' && URL.canParse(address) ? address : undefined;
  } catch {
    return undefined;
  }
}
