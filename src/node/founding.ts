import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { TroubleError } from '../base/result.ts';
import { postSchema, siteSchema } from '../accord/holding/schema.ts';
import { claimSchema, rosterSchema } from '../accord/party/schema.ts';
import type { SeatId } from '../base/ids.ts';
import type { Folder } from './folder.ts';
import type { Office, Saying } from './office.ts';
import { writeSafely } from './safe-file.ts';
import type { RecordType } from '../accord/record.ts';

/** What a party says first: its offices and, as a member, the ground it claims and what stands where. */
const foundingSchema = z.strictObject({
  roster: rosterSchema,
  claims: z.array(claimSchema).max(100),
  posts: z.array(postSchema).max(100).default([]),
  sites: z.array(siteSchema).max(100).default([]),
});

/** See {@link foundingSchema}. */
export type Founding = z.input<typeof foundingSchema>;

/** Writes what the node will say first, at its first start. */
export function writeFounding(dir: string, founding: Founding): void {
  const text = JSON.stringify(foundingSchema.parse(founding), undefined, 2);
  writeSafely(path.join(dir, 'founding.json'), `${text}\n`);
}

/** Says the charter, the roster, claims, posts and sites, if this party has said no roster yet. */
export async function sayFounding(folder: Folder, office: Office): Promise<void> {
  const file = path.join(folder.dir, 'founding.json');
  if (office.roster() || !existsSync(file)) return;
  const founding = readFounding(file);
  const seat = founding.roster.seats[0]?.seat;
  if (!seat) throw new TroubleError('settings-bad', { file });
  const sayings = sayingsOf(folder, office, founding, seat);
  const said = await office.sayAll(sayings);
  if (!said.ok) throw new TroubleError('settings-bad', { file, reason: said.fault.kind });
}

function sayingsOf(
  folder: Folder,
  office: Office,
  founding: z.infer<typeof foundingSchema>,
  seat: SeatId,
): readonly Saying<RecordType>[] {
  const audience = office.isObserver ? office.own : office.centre;
  const roster = { seat, audience, type: 'roster' as const, body: founding.roster };
  if (office.isObserver) return [roster];
  return [
    { seat, audience, type: 'charter', body: folder.charter },
    roster,
    ...founding.claims.map((body) => ({ seat, audience, type: 'claim' as const, body })),
    ...founding.posts.map((body) => ({ seat, audience, type: 'post' as const, body })),
    ...founding.sites.map((body) => ({ seat, audience, type: 'site' as const, body })),
  ];
}

/** Reads what a node will say first. Trouble: `settings-bad`. */
export function readFounding(file: string): z.infer<typeof foundingSchema> {
  try {
    return foundingSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    throw new TroubleError('settings-bad', { file }, thrown);
  }
}
