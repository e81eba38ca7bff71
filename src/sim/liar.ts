import { EMPTY_ROOT } from '../proof/tree.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import type { Message } from '../exchange/messages.ts';
import { memoryShelf } from '../store/memory.ts';
import {
  decideForAnother,
  decideUnmarked,
  flood,
  forge,
  lendAuthority,
  pry,
  replay,
  sayLess,
  saySomethingElse,
  speakOutside,
  useOldKey,
} from './lies.ts';
import { Seat } from './seat.ts';
import type { Deed } from './speech.ts';
import { othersThan, pick } from './speech.ts';
import type { Room } from './seat.ts';
import type { World } from './world.ts';

/** What kind of liar a story has. */
export const LIES = [
  'fork',
  'fork',
  'withhold',
  'replay',
  'replay',
  'retired-key',
  'backdate',
  'forge',
  'forge',
  'larger-tree',
  'spoil',
  'nosy',
  'other-office',
  'lend',
  'unmarked',
  'outside',
  'flood',
] as const;

/** See {@link LIES}. */
export type Lie = (typeof LIES)[number];

/** Whether the lie may keep an honest, restored party from its own entries, so that none is restored. */
export function hindersRecovery(lie: Lie | undefined): boolean {
  return lie === 'withhold' || lie === 'spoil' || lie === 'larger-tree';
}

/** Begins the lie: from here on the liar's node does not keep the rules. */
export async function beginLie(world: World, room: Room, lie: Lie): Promise<string> {
  const liar = world.lying[0];
  if (!liar) return 'nobody lies';
  switch (lie) {
    case 'fork':
      await leadTwoLives(world, room, liar);
      break;
    case 'withhold': {
      const [left] = othersThan(world, liar.party);
      liar.twist = (said) => (said.to === left && said.message.kind === 'tell' ? [] : [said]);
      break;
    }
    case 'larger-tree':
      await boast(world, liar);
      break;
    case 'spoil':
      liar.twist = (said) => [{ to: said.to, message: spoiled(world, said.message) }];
      break;
    default:
      break;
  }
  return `${liar.party} begins to lie: ${lie}`;
}

/** What the liar does beside what all do. */
export function lieDeed(lie: Lie): Deed {
  switch (lie) {
    case 'replay':
      return replay;
    case 'retired-key':
      return (world, seat) => useOldKey(world, seat, 0);
    case 'backdate':
      return (world, seat) => useOldKey(world, seat, 5_000);
    case 'forge':
      return forge;
    case 'other-office':
      return decideForAnother;
    case 'lend':
      return lendAuthority;
    case 'unmarked':
      return decideUnmarked;
    case 'outside':
      return speakOutside;
    case 'flood':
      return flood;
    case 'nosy':
      return pry;
    case 'fork':
      return saySomethingElse;
    default:
      return sayLess;
  }
}

/** From here on the liar is two nodes with one key; each of the others talks to one of them. */
async function leadTwoLives(world: World, room: Room, liar: Seat): Promise<void> {
  const second = new Seat(room, liar.party, liar.skew);
  second.store = liar.store.copy();
  second.shelf = memoryShelf();
  second.roster = liar.roster;
  world.lying.push(second);
  await second.start();
  const others = othersThan(world, liar.party);
  for (const [at, party] of others.entries()) world.faceOf.set(party, at % 2);
}

async function boast(world: World, liar: Seat): Promise<void> {
  const log = world.cast.centreLog(liar.party);
  const latest = await liar.store.latest(log.id);
  const size = (latest?.size ?? 0) + 3;
  const head = { origin: log.origin, size, root: EMPTY_ROOT };
  const larger = await signCheckpoint(world.host.signerOf(`${liar.party} node`), head);
  liar.twist = (said) => {
    const { message } = said;
    const isOwn = 'log' in message && message.log === log.id;
    if (!isOwn || (message.kind !== 'tell' && message.kind !== 'offer')) return [said];
    if (world.random.below(2) === 0) return [said];
    return [{ to: said.to, message: { ...message, note: larger.note } }];
  };
}

function spoiled(world: World, message: Message): Message {
  if (world.random.below(2) === 0) return message;
  switch (message.kind) {
    case 'tell':
      return { ...message, entries: message.entries.map((each) => flipped(world, each)) };
    case 'offer':
      return accusation(world, message) ?? message;
    case 'held':
      return { ...message, size: message.size + 7, note: message.note ?? 'nothing\n' };
    default:
      return message;
  }
}

/** Two true checkpoints of a log, said to contradict each other. */
function accusation(
  world: World,
  offer: Message & { readonly kind: 'offer' },
): Message | undefined {
  const notes = world.sent.flatMap(({ message }) =>
    message.kind === 'offer' && message.log === offer.log ? [message.note] : [],
  );
  const earlier = pick(world, notes);
  const root = EMPTY_ROOT;
  return earlier
    ? { kind: 'evidence', log: offer.log, earlier, later: offer.note, root, proof: [root] }
    : undefined;
}

function flipped(world: World, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const at = world.random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
