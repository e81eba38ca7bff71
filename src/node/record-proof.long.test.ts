import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { audienceOf } from '../accord/party/audience.ts';
import { mayRead } from '../accord/party/release.ts';
import { utf8 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import { seededRandom } from '../base/ports.ts';
import type { Station } from '../exchange/station.ts';
import { openStation } from '../exchange/station.ts';
import { openBook } from '../ledger/book.ts';
import { must } from '../proof/cast.suite.ts';
import { openFileShelf } from '../store/file-shelf.ts';
import { openFileStore } from '../store/files.ts';
import { UsageError } from './cli/ask.ts';
import { proof } from './cli/proof.ts';
import { verify } from './cli/verify.ts';
import { CHARTER } from './exercise/cast.ts';
import { initFolder, pinCard, readFolder, writeCharter } from './folder.ts';
import { openLogs } from './logs.ts';
import { hostClock, hostPrimitives } from './primitives.ts';

const root = mkdtempSync(path.join(tmpdir(), 'tansiq-record-'));
afterAll(() => rmSync(root, { recursive: true }));

const PARTIES = ['nahr', 'qamar'] as PartyId[] as [PartyId, PartyId];
const audience = must(audienceOf(PARTIES));
const folderOf = (party: PartyId) => path.join(root, party);

/** What a node of `party` is made of, over its folder, with one log of each party towards both. */
async function open(party: PartyId) {
  const folder = readFolder(folderOf(party));
  const primitives = hostPrimitives();
  const shelf = await openFileShelf(path.join(folder.dir, 'shelf'));
  const say = () => undefined;
  const store = await openFileStore(path.join(folder.dir, 'logs'), { ...primitives, say });
  const { cards, nodeSigner: signer } = folder;
  const logs = await openLogs({ ...primitives, shelf, self: party, cards, onBegun: say });
  const book = openBook({ primitives, store, signer, onAppended: say });
  const own = await logs.own(audience);
  const station = (): Promise<Station> =>
    openStation({
      primitives,
      store,
      shelf,
      book,
      signer,
      clock: hostClock(),
      random: seededRandom(1),
      self: party,
      cards: () => cards,
      logs: () => logs.all(),
      mayRead,
      hasWitness: false,
      onKept: say,
      onEvidence: say,
    });
  return { store, logs, book, own, station };
}

it('[L31] [L18] shows with cards alone who had stored a record, from a folder that is only read', async () => {
  const newParty = (party: PartyId) => ({
    party,
    names: { ar: party, ckb: party, tr: party, en: party },
    domain: `${party}.example`,
    host: '127.0.0.1',
    port: 7001,
    rpId: 'localhost',
    isWitness: false,
  });
  const texts = new Map<PartyId, string>();
  for (const party of PARTIES) texts.set(party, await initFolder(folderOf(party), newParty(party)));
  for (const party of PARTIES) {
    for (const [other, text] of texts) if (other !== party) pinCard(folderOf(party), other, text);
    writeCharter(folderOf(party), { ...CHARTER, members: PARTIES, observers: [] });
  }
  const [nahr, qamar] = [await open(PARTIES[0]), await open(PARTIES[1])];
  const entries = Array.from({ length: 300 }, (_, i) => utf8(`{"entry":${i}}`));
  await qamar.book.append(qamar.own, entries);
  await nahr.logs.told(PARTIES[1], qamar.own.id, PARTIES);
  const [ours, theirs] = [await qamar.station(), await nahr.station()];
  for (let tick = 0; tick < 2; tick += 1) {
    const said = [...(await theirs.tick(PARTIES[1]))];
    for (let next = said.shift(); next; next = said.shift()) {
      const answers = await ours.hear(PARTIES[0], next.message);
      for (const { message } of answers) said.push(...(await theirs.hear(PARTIES[1], message)));
    }
  }
  await qamar.store.close();
  await nahr.store.close();

  const hash = recordHash(hostPrimitives().sha256(entries[270]!));
  const file = path.join(root, 'record.proof');
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => printed.push(String(line)));
  const run = async (command: typeof proof, ...args: string[]): Promise<unknown> => {
    printed.length = 0;
    const code = await command.run([...args, '--json']);
    return { code, ...(JSON.parse(printed.join('\n')) as object) };
  };
  const data = ['--data', folderOf(PARTIES[1])];
  const had = { storedBy: [{ party: 'nahr', at: expect.any(String) }] };
  const made = await run(proof, 'record', hash, ...data, '--out', file);
  expect(made).toMatchObject({ code: 0, record: hash, index: 270, size: 300, ...had });
  expect(new Uint8Array(readFileSync(`${file}.record`))).toEqual(entries[270]);

  const cards = ['--cards', path.join(folderOf(PARTIES[0]), 'cards')];
  const asked = [file, '--record', `${file}.record`, ...cards];
  expect(await run(verify, ...asked)).toMatchObject({ code: 0, whole: true, index: 270, ...had });
  const card = ['--card', path.join(folderOf(PARTIES[0]), 'cards', 'qamar.card')];
  const alone = await run(verify, file, '--record', `${file}.record`, ...card);
  expect(alone).toMatchObject({ code: 0, storedBy: [] });
  const lie = readFileSync(file, 'utf8').replace('\n300\n', '\n301\n');
  writeFileSync(file, lie);
  expect(await run(verify, ...asked)).toMatchObject({ code: 1, whole: false });
  log.mockRestore();
  const none = proof.run(['record', 'f'.repeat(64), ...data]);
  await expect(none).rejects.toThrow(UsageError);
  await expect(proof.run(['record', hash, ...data, '--whole'])).rejects.toThrow(UsageError);
});
