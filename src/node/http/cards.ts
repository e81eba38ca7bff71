import type { Hono } from 'hono';
import * as z from 'zod';
import type { PartyId } from '../../base/ids.ts';
import { isPartyId } from '../../base/ids.ts';
import { NOTE_BYTES_MAX } from '../../proof/note.ts';
import type { House } from '../house.ts';
import { CARDS_TOLD_MAX, SERIALS_MAX } from '../succession.ts';
import { readBody } from './door.ts';
import type { PeerGate } from './peers.ts';
import { Refusal } from './problem.ts';

/** The longest body in which a node tells another of cards, in bytes. */
const CARDS_BYTES_MAX = 2 * CARDS_TOLD_MAX * NOTE_BYTES_MAX;

const partySchema = z.string().refine(isPartyId) as unknown as z.ZodType<PartyId>;

/** What a node tells another of cards: {@link CardsTold}, and who it is. */
const toldSchema = z.object({
  party: partySchema,
  serials: z
    .record(z.string(), z.int().min(0))
    .refine((all) => Object.keys(all).length <= SERIALS_MAX),
  cards: z.array(z.string().max(NOTE_BYTES_MAX)).max(CARDS_TOLD_MAX),
});

/**
 * The door for renewed cards. It asks for no session, since who has a new node key cannot enter
 * before we know it: each card proves itself by the identity key that people pinned. [D8]
 */
export function serveCards(app: Hono, { succession }: House, gate: PeerGate): void {
  app.post('/peer/cards', async (context) => {
    const { party, ...told } = await readBody(context, toldSchema, CARDS_BYTES_MAX);
    if (!gate(context, party)) throw new Refusal('not-found');
    return context.json(await succession.hear(told));
  });
}
