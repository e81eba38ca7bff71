import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { PartyId } from '../base/ids.ts';
import { parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import type { BundleView, CourierView, OpenedView } from '../contract/courier.ts';
import { newestReceipt } from '../exchange/cosigned-history.ts';
import type { StationNeeds } from '../exchange/needs.ts';
import type { Station } from '../exchange/station.ts';
import type { Log } from '../ledger/log.ts';
import { formatVerifierKey } from '../proof/note.ts';
import type { AttachmentRoom } from './attachment-room.ts';
import type { OpenFault, OpenNeeds } from './bundle-open.ts';
import { openBundle } from './bundle-open.ts';
import { packBundle } from './bundle-pack.ts';
import { courierFile, readIdentities } from './courier-key.ts';

/** How many packed bundles are kept beside the logs; the oldest goes first. */
export const BUNDLES_KEPT_MAX = 4;

/** How many bundles may wait to be packed or opened. */
export const BUNDLES_WAITING_MAX = 4;

/** What may be asked of a packer. */
export interface PackOptions {
  readonly to: PartyId;
  /** All that is here, the receiver's own logs too, for a receiver that lost them. */
  readonly isAll: boolean;
  /** Only what no earlier bundle to the receiver holds, whether or not that one arrived. */
  readonly isAfterLast: boolean;
  /** Bytes of attachments that go in at most. */
  readonly attachmentBytesMax?: number;
}

/** Why no bundle is packed. */
export type PackFault =
  | { readonly kind: 'courier-not-known' }
  | { readonly kind: 'too-many-requests' };

/** Packs and opens what is carried by hand, one after the other. */
export interface Courier {
  view(): CourierView;
  pack(options: PackOptions): Promise<Result<BundleView, PackFault>>;
  /** Takes in a sealed bundle as its bytes come. */
  open(
    sealed: AsyncIterable<Uint8Array>,
  ): Promise<Result<OpenedView, OpenFault | { readonly kind: 'too-many-requests' }>>;
  /** The sealed file of a bundle that was packed here and is kept. */
  fileOf(id: string): string | undefined;
}

/** What a courier needs. */
export interface CourierNeeds extends Omit<OpenNeeds, 'station'> {
  /** The data folder. */
  readonly dir: string;
  readonly exchange: StationNeeds;
  readonly station: Station;
  /** Renewed cards that go into each bundle. [D11] */
  readonly cards?: () => readonly string[];
  readonly attachments?: Pick<AttachmentRoom, 'namings' | 'isRecalled' | 'store'>;
}

/** Throws packed bundles away: they may hold what was recalled meanwhile. [W4] */
export function dropPacked(dir: string): void {
  rmSync(path.join(dir, 'courier'), { recursive: true, force: true });
}

/** Opens the courier's desk of a node; bundles that were packed before it was opened are gone. */
export function openCourier(needs: CourierNeeds): Courier {
  const { dir, exchange, station } = needs;
  const folder = path.join(dir, 'courier');
  dropPacked(dir);
  const packed: BundleView[] = [];
  const fileOf = (id: string): string => path.join(folder, `${id}.age`);
  const isKept = ({ id }: BundleView): boolean => existsSync(fileOf(id));
  let line: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const inLine = async <T>(
    job: () => Promise<T>,
  ): Promise<
    T | { readonly ok: false; readonly fault: { readonly kind: 'too-many-requests' } }
  > => {
    if (waiting >= BUNDLES_WAITING_MAX) return { ok: false, fault: { kind: 'too-many-requests' } };
    waiting += 1;
    const turn = line.then(job);
    line = turn.catch(() => undefined);
    return turn.finally(() => {
      waiting -= 1;
    });
  };

  const pack = async (options: PackOptions): Promise<Result<BundleView, PackFault>> => {
    const { to, isAll } = options;
    const recipient = to === exchange.self ? undefined : exchange.cards().get(to)?.courier;
    if (recipient === undefined) return { ok: false, fault: { kind: 'courier-not-known' } };
    const last = await readLast(needs, to);
    const known = async (log: Log): Promise<number> => {
      if (isAll) return 0;
      const receipt = await newestReceipt(exchange.shelf, log.id, to);
      const latest = (await exchange.store.latest(log.id))?.size ?? 0;
      const shown = Math.max(station.heldBy(log.id, to), receipt?.size ?? 0); // [B10]
      return Math.min(latest, options.isAfterLast ? Math.max(shown, last[log.id] ?? 0) : shown);
    };
    // A tick signs the receipts that we owe; the link, where there is one, gets them as well.
    await needs.send(await station.tick(to));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const id = randomBytes(16).toString('hex');
    const most = options.attachmentBytesMax;
    const limit = most === undefined ? {} : { attachmentBytesMax: most };
    const asked = { to, recipient, known, isAll, ...limit };
    const made = await packBundle(needs, asked, fileOf(id));
    const view: BundleView = { id, ...made };
    packed.unshift(view);
    for (const old of packed.splice(BUNDLES_KEPT_MAX)) rmSync(fileOf(old.id), { force: true });
    const reached = Object.fromEntries(made.logs.map(({ log, upto }) => [log, upto]));
    await exchange.shelf.put(lastName(to), JSON.stringify({ ...last, ...reached }));
    return { ok: true, value: view };
  };

  return {
    view: () => ({
      parties: [...exchange.cards().values()]
        .filter(({ party }) => party !== exchange.self && isReadBy(needs, party))
        .map(({ party, courier }) => ({ party, hasKey: courier !== undefined })),
      packed: packed.filter(isKept),
      cards: [...exchange.cards().values()].map(({ party, identityKey }) => {
        return { party, identity: formatVerifierKey(identityKey) };
      }),
    }),
    pack: (options) => inLine(() => pack(options)),
    open: (sealed) => inLine(() => openBundle(needs, readIdentities(courierFile(dir)), sealed)),
    fileOf: (id) =>
      packed.some((each) => each.id === id && isKept(each)) ? fileOf(id) : undefined,
  };
}

/** Whether that party reads anything that is here. */
function isReadBy({ exchange }: CourierNeeds, party: PartyId): boolean {
  return exchange
    .logs()
    .some(({ author, audience }) => exchange.mayRead({ party }, { author, audience }));
}

function lastName(to: PartyId): string {
  return `courier/${to}`;
}

/** Up to where earlier bundles to that party went, by log; what is damaged counts as nothing. */
async function readLast(
  { exchange }: CourierNeeds,
  to: PartyId,
): Promise<Readonly<Record<string, number>>> {
  const json = parseJson((await exchange.shelf.get(lastName(to))) ?? '{}');
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return {};
  const sizes = Object.entries(json.value).filter(([, size]) => typeof size === 'number');
  return Object.fromEntries(sizes) as Record<string, number>;
}
