import type { LogId, RecordHash } from '../base/ids.ts';
import type { Recall } from '../accord/knowledge/recall-schema.ts';
import { recallableTypeAt } from '../accord/knowledge/recall.ts';
import { isSameAudience } from '../accord/party/audience.ts';
import type { Reader } from '../accord/party/release.ts';
import { mayRead } from '../accord/party/release.ts';
import type { RecordOf, RecordType } from '../accord/record.ts';
import type { OutsideCentre } from '../gateway/stix-frame.ts';
import type { Outgoing } from '../gateway/stix-head.ts';
import type { Beside, Origin } from '../gateway/stix-out.ts';
import { understood } from '../index/meaning.ts';
import { stubIn } from '../ledger/recalled.ts';
import { serialOf } from '../ledger/succession.ts';
import { openStub } from '../proof/stub.ts';
import type { House } from './house.ts';

/** How many versions of a report are followed back to its first. */
export const VERSIONS_MAX = 64;

/** Who asks, and the only logs that are looked into for it; none that `mayRead` does not allow. */
export interface Scope {
  readonly reader: Reader;
  readonly logs: readonly LogId[];
}

/** Our centre as others are told of it: its name, and the parties by their pinned cards. */
export function outsideCentre({ folder }: Pick<House, 'folder'>): OutsideCentre {
  const { charter, cards } = folder;
  return {
    id: charter.id,
    exercise: charter.exercise,
    parties: new Map(
      [...cards].map(([party, card]) => [party, { names: card.names, serial: serialOf(card) }]),
    ),
  };
}

/** A record that the one who asks may read, or nothing. */
export async function outgoingOf(
  house: Pick<House, 'index'>,
  scope: Scope,
  hash: RecordHash,
): Promise<Outgoing<RecordType> | undefined> {
  return (await outgoingAll(house, scope, [hash]))[0];
}

/** Those of these records, at most `NAMED_MAX`, that the one who asks may read, in their order. */
export async function outgoingAll(
  house: Pick<House, 'index'>,
  { reader, logs }: Scope,
  hashes: readonly RecordHash[],
): Promise<readonly Outgoing<RecordType>[]> {
  const all = await house.index.records(hashes, logs);
  return all.flatMap((found) => {
    const { hash, author, audience, type, bytes } = found;
    if (type === 'unknown' || type === 'erased' || !mayRead(reader, found)) return [];
    // The index knows a type only of what it has understood.
    return [{ hash, author, audience, record: understood(bytes) }];
  });
}

/**
 * What else an object is made with, or nothing where the record speaks of a report that the one who
 * asks may not read: then the object would tell that there is one. [Y14]
 */
export async function besideOf(
  house: Pick<House, 'index'>,
  scope: Scope,
  said: Outgoing,
): Promise<Beside | undefined> {
  const origins = new Map<RecordHash, Origin>();
  const report = async (hash: RecordHash): Promise<Outgoing<'report'> | undefined> => {
    const found = await outgoingOf(house, scope, hash);
    if (found?.record.type !== 'report') return undefined;
    const one = { ...found, record: found.record };
    const origin = await originOf(house, scope, one);
    if (origin) origins.set(hash, origin);
    return one;
  };
  const { record } = said;
  switch (record.type) {
    case 'report': {
      const origin = await originOf(house, scope, { ...said, record });
      return origin ? { origins: new Map([[said.hash, origin]]) } : {};
    }
    case 'grade':
      return (await report(record.body.report)) ? { origins } : undefined;
    case 'link': {
      const from = await report(record.body.from);
      const to = await outgoingOf(house, scope, record.body.to);
      if (!from || !to) return undefined;
      if (to.record.type === 'matter') return { origins, from, isToMatter: true };
      return (await report(record.body.to)) ? { origins, from } : undefined;
    }
    case 'resolution': {
      const matter = await outgoingOf(house, scope, record.body.matter);
      return matter?.record.type === 'matter' ? {} : undefined;
    }
    case 'recall':
      return { recalled: recalledIn(record) };
    default:
      return {};
  }
}

/** Where a report's versions begin; nothing for one that corrects none. */
async function originOf(
  house: Pick<House, 'index'>,
  scope: Scope,
  said: Outgoing<'report'>,
): Promise<Origin | undefined> {
  let first = said;
  for (let step = 0; step < VERSIONS_MAX; step += 1) {
    const { corrects } = first.record.body;
    const before = corrects && (await outgoingOf(house, scope, corrects));
    if (before?.record.type !== 'report') break;
    // Only its own author corrects a report, and only for those who read it.
    if (before.author !== said.author || !isSameAudience(before.audience, said.audience)) break;
    first = { ...before, record: before.record };
  }
  return first === said ? undefined : { record: first.hash, at: first.record.at };
}

/** What a recall took back; the stubs show the types where the bytes are gone. */
function recalledIn(record: RecordOf<'recall'>): NonNullable<Beside['recalled']> {
  return record.body.records.flatMap((named: Recall['records'][number]) => {
    const stub = stubIn(named);
    const opened = stub && openStub(stub);
    const type = opened && recallableTypeAt(opened.ending);
    return type ? [{ type, record: named.record }] : [];
  });
}
