import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { instant } from '../base/instant.ts';
import { entriesOf, hostSigner, table } from '../exchange/cast.suite.ts';
import type { Player, Renewed, Table } from '../exchange/cast.suite.ts';
import type { Card } from '../ledger/card.ts';
import { formatCard } from '../ledger/card.ts';
import type { Head } from '../ledger/former.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { renewCard } from '../ledger/succession.ts';
import { shelfFile } from '../store/file-shelf.ts';
import { UsageError } from './cli/ask.ts';
import { card as pinCommand } from './cli/card.ts';
import { successionOf } from './doctor-keys.ts';
import { readCards } from './folder.ts';
import { rotateKey } from './key-rotation.ts';
import type { EvidenceView } from '../contract/record-room.ts';
import type { Folder } from './folder.ts';
import { setAside } from './log-aside.ts';
import { openLogs } from './logs.ts';
import { makeKey, readKey } from './node-key.ts';
import type { Succession } from './succession.ts';
import { CARDS_TOLD_MAX, openSuccession } from './succession.ts';

const [QAMAR, NAHR, JABAL] = ['qamar', 'nahr', 'jabal'] as PartyId[] as [PartyId, PartyId, PartyId];
const CENTRE = [QAMAR, NAHR, JABAL];

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'tansiq-succession-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Cards at the table are signed by the seed of their party's name. */
const textOf = (card: Card): Promise<string> => formatCard(hostSigner(card.party), card);

interface Node {
  readonly succession: Succession;
  readonly folder: Folder;
  readonly evidence: readonly Pick<EvidenceView, 'kind' | 'party' | 'notes'>[];
  readonly said: readonly string[];
  readonly logs: Awaited<ReturnType<typeof openLogs>>;
}

let count = 0;
const now = instant(1_790_000_000);

/** The succession of a player's node, with the cards that it has pinned in a folder of its own. */
async function nodeOf(at: Table, player: Player, place = path.join(dir, String((count += 1)))) {
  mkdirSync(path.join(place, 'cards'), { recursive: true });
  mkdirSync(path.join(place, 'keys'), { recursive: true });
  for (const card of player.pinned.values()) {
    writeFileSync(path.join(place, 'cards', `${card.party}.card`), await textOf(card));
  }
  const folder = {
    dir: place,
    settings: { party: player.id },
    charter: { members: CENTRE, observers: [] },
    cards: new Map(player.pinned),
    nodeSigner: player.signer,
  } as unknown as Folder;
  const { shelf, store } = player;
  const logs = await openLogs({
    sha256: hostPrimitives.sha256,
    shelf,
    self: player.id,
    cards: folder.cards,
    onBegun: () => undefined,
  });
  for (const author of CENTRE) {
    const { id, audience } = at.log(author);
    if (author === player.id) await logs.own(audience);
    else await logs.told(author, id, audience);
  }
  const [evidence, said]: [EvidenceView[], string[]] = [[], []];
  const succession = await openSuccession({
    primitives: hostPrimitives,
    folder,
    store,
    shelf,
    logs,
    linking: { pins: { look: () => undefined }, onChange: () => undefined } as never,
    evidence: { onSuccession: (found) => void evidence.push(found as EvidenceView) },
    say: (code) => void said.push(code),
  });
  return { succession, folder, evidence, said, logs } satisfies Node;
}

const ROTATED: Renewed = { reason: 'rotated', heads: [], at: ['qamar'] };

async function headAt(at: Table, name: string): Promise<readonly Head[]> {
  const { id: log } = at.log('qamar');
  const latest = (await at.player(name).store.latest(log))!;
  return [{ log, size: latest.size, root: latest.root }];
}

describe('renewed cards', () => {
  it('[D8] [L27] take the place of the pinned one by themselves, on disk before in memory', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const nahr = await nodeOf(at, at.player('nahr'));
    const card = at.renew('qamar', ROTATED);
    expect(await nahr.succession.take([await textOf(card)])).toEqual([QAMAR]);
    expect(nahr.said).toEqual(['node-key-replaced']);
    expect(nahr.folder.cards.get(QAMAR)).toEqual(card);
    const file = path.join(nahr.folder.dir, 'cards', 'qamar.card');
    expect(readFileSync(file, 'utf8')).toBe(await textOf(card));
    expect(nahr.logs.byId(at.log('qamar').id)?.key.publicKey).toEqual(card.nodeKey);
    // Once more it changes nothing, and neither does what is no card, or too long to be one.
    const junk = ['', 'x'.repeat(100_000), await textOf(at.player('jabal').card)];
    expect(await nahr.succession.take([await textOf(card), ...junk])).toEqual([]);
  });

  it('[D8] go on to third parties that hold an older one, and to no others', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const [nahr, jabal] = [
      await nodeOf(at, at.player('nahr')),
      await nodeOf(at, at.player('jabal')),
    ];
    const card = at.renew('qamar', ROTATED);
    await nahr.succession.take([await textOf(card)]);
    const answer = await nahr.succession.hear(jabal.succession.told());
    expect(answer.cards).toEqual([await textOf(card)]);
    const lacking = await jabal.succession.hear(answer);
    expect(lacking.cards).toEqual([]);
    expect(jabal.folder.cards.get(QAMAR)).toEqual(card);
    // Of a party that it does not name, the other is told nothing.
    expect((await nahr.succession.hear({ serials: {}, cards: [] })).cards).toEqual([]);
    const named = { serials: { qamar: 0, strange: 0 }, cards: [] };
    expect((await nahr.succession.hear(named)).cards).toHaveLength(1);
    const many = Array.from({ length: CARDS_TOLD_MAX + 1 }, () => 'no card');
    expect(await nahr.succession.take([...many, await textOf(card)])).toEqual([]);
  });

  it('[D2] of one serial, or that forget a key, are refused, kept and shown, also after a restart', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const player = at.player('nahr');
    const nahr = await nodeOf(at, player);
    const card = at.renew('qamar', ROTATED);
    await nahr.succession.take([await textOf(card)]);
    const other = { ...card, nodeKey: hostSigner('other').publicKey };
    expect(await nahr.succession.take([await textOf(other)])).toEqual([]);
    expect(nahr.evidence).toMatchObject([{ kind: 'two-cards', party: QAMAR }]);
    expect(nahr.evidence[0]?.notes).toEqual([await textOf(card), await textOf(other)]);
    player.take(card);
    expect((await nodeOf(at, player)).evidence).toMatchObject([{ kind: 'two-cards' }]);
    // By another identity key it is no word of that party's at all.
    const thief = await formatCard(hostSigner('thief'), {
      ...card,
      serial: 9,
      identityKey: { ...card.identityKey, publicKey: hostSigner('thief').publicKey },
    });
    expect(await nahr.succession.take([thief])).toEqual([]);
    expect(nahr.evidence).toHaveLength(1);
  });

  it('[D10] of our own that are newer than ours show that our folder is from before them', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const player = at.player('qamar');
    const before = { ...player, pinned: new Map(player.pinned) };
    const qamar = await nodeOf(at, before);
    const card = at.renew('qamar', ROTATED);
    expect(await qamar.succession.take([await textOf(card)])).toEqual([]);
    expect(qamar.evidence).toMatchObject([{ kind: 'card-older', party: QAMAR }]);
    expect(qamar.said).toEqual(['card-older']);
    expect(qamar.folder.cards.get(QAMAR)).not.toEqual(card);
    const about = (folder: Folder) =>
      successionOf(folder, now).find((each) => each.about === 'card');
    mkdirSync(path.join(qamar.folder.dir, 'shelf'), { recursive: true });
    expect(about(qamar.folder)).toMatchObject({ state: 'ok' });
    const file = path.join(qamar.folder.dir, 'shelf', shelfFile('cards-refused/qamar'));
    writeFileSync(file, await textOf(card));
    expect(about(qamar.folder)).toMatchObject({ state: 'bad' });
    // Only as lost can that key be replaced, and the new card goes on from the one that others hold.
    makeKey(qamar.folder.dir, 'node');
    const parts = {
      folder: { ...qamar.folder, identitySigner: hostSigner('qamar') },
      store: player.store,
      shelf: player.shelf,
      logs: qamar.logs.all(),
      now,
    };
    await expect(rotateKey(parts, 'rotated')).rejects.toMatchObject({ code: 'card-older' });
    const { card: next } = await rotateKey(parts, 'lost');
    expect(must(renewCard(card, next))).toBe(next);
    expect(next.former?.map(({ reason }) => reason)).toEqual(['rotated', 'lost']);
  });

  it('[D13] [N9] are pinned by hand where they go on from the pinned one, and else only if that is meant', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const nahr = await nodeOf(at, at.player('nahr'));
    const place = nahr.folder.dir;
    const settings = { v: 1, party: 'nahr', host: '127.0.0.1', port: 4_100, rpId: 'localhost' };
    writeFileSync(path.join(place, 'node.json'), JSON.stringify(settings));
    const file = path.join(place, 'handed.card');
    const pin = async (card: Card, ...more: readonly string[]): Promise<unknown> => {
      writeFileSync(file, await textOf(card));
      return pinCommand.run(['pin', file, '--data', place, ...more]).catch((why: unknown) => why);
    };
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const card = at.renew('qamar', ROTATED);
    expect(await pin(card)).toBe(0);
    const other = { ...card, nodeKey: hostSigner('other').publicKey };
    const old = { ...card, serial: 0, former: [], nodeKey: card.former![0]!.node };
    for (const each of [other, old]) {
      expect(await pin(each)).toBeInstanceOf(UsageError);
      expect(readCards(place).get(QAMAR)).toEqual(card);
    }
    expect(await pin(other, '--replace')).toBe(0);
    expect(readCards(place).get(QAMAR)).toEqual(other);
    log.mockRestore();
  });
});

describe('a copy of a log', () => {
  it('[D6] that goes beyond the head of its author’s lost key is not vouched for, and what shows it is kept', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const [qamar, player] = [at.player('qamar'), at.player('nahr')];
    await qamar.book.append(at.log('qamar'), entriesOf(3));
    const heads = await headAt(at, 'qamar');
    await qamar.book.append(at.log('qamar'), entriesOf(2, 'thief'));
    await at.round();
    const nahr = await nodeOf(at, player);
    const { id } = at.log('qamar');
    expect(nahr.succession.isBeyond(id)).toBe(false);
    const card = at.renew('qamar', { reason: 'lost', heads, at: [] });
    await nahr.succession.take([await textOf(card)]);
    expect(nahr.succession.isBeyond(id)).toBe(true);
    expect(nahr.succession.isBeyond(at.log('jabal').id)).toBe(false);
    const note = (await player.store.latest(id))!.note;
    expect(nahr.evidence).toMatchObject([
      { kind: 'beyond-key', party: QAMAR, notes: [note, await textOf(card)] },
    ]);
    player.take(card);
    const again = await nodeOf(at, player);
    expect(again.succession.isBeyond(id)).toBe(true);
    const place = again.folder.dir;
    for (const part of ['shelf', path.join('logs', id)]) {
      mkdirSync(path.join(place, part), { recursive: true });
    }
    writeFileSync(path.join(place, 'shelf', shelfFile(`beyond-key/${id}`)), '{}');
    const copy = successionOf(again.folder, now).find(({ about }) => about === `copy ${id}`);
    expect(copy?.says).toContain(`tansiq key aside ${id}`);
    expect(again.evidence).toMatchObject([
      { kind: 'beyond-key', notes: [note, expect.any(String)] },
      {},
    ]);
  });
});

describe('a copy that is set aside', () => {
  it('[D6] is kept as it is, and nothing of it stays where the log is fetched anew', async () => {
    const at = await table('qamar', 'nahr');
    const { shelf } = at.player('nahr');
    const { id: log } = at.log('qamar');
    const place = path.join(dir, 'aside-test');
    mkdirSync(path.join(place, 'logs', log), { recursive: true });
    writeFileSync(path.join(place, 'logs', log, 'tail'), 'entries');
    writeFileSync(path.join(place, 'index.sqlite'), 'index');
    await shelf.put(`cosigned/${log}`, 'a checkpoint');
    const asked = { log, now: instant(1_790_000_000) };
    // Nothing speaks against it yet, so it stays where it is.
    const fault = await setAside(place, shelf, asked).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code: 'log-not-beyond' });
    await shelf.put(`beyond-key/${log}`, '{}');
    const aside = await setAside(place, shelf, asked);
    expect(readFileSync(path.join(aside, 'log', 'tail'), 'utf8')).toBe('entries');
    expect(readFileSync(path.join(aside, `cosigned.${log}`), 'utf8')).toBe('a checkpoint');
    expect(await shelf.get(`cosigned/${log}`)).toBe('');
    for (const gone of [path.join('logs', log), 'index.sqlite']) {
      expect(existsSync(path.join(place, gone))).toBe(false);
    }
    await expect(setAside(place, shelf, asked)).rejects.toMatchObject({ code: 'log-not-beyond' });
  });
});

describe('a folder', () => {
  it('[D9] whose node key is not the one that its card names is not opened', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const place = path.join(dir, 'other');
    mkdirSync(path.join(place, 'keys'), { recursive: true });
    makeKey(place, 'node');
    const player = { ...at.player('qamar'), signer: readKey(place, 'node') };
    await expect(nodeOf(at, player, place)).rejects.toMatchObject({ code: 'key-not-of-card' });
  });
});
