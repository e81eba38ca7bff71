import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Card } from '../../ledger/card.ts';
import { parseCard } from '../../ledger/card.ts';
import { formatVerifierKey } from '../../proof/note.ts';
import { TroubleError } from '../../base/result.ts';
import { equal, formatBase64, sha256, utf8 } from '../../base/bytes.ts';
import { fingerprintText } from '../bundle-slip.ts';
import { pinCard, readSettings } from '../folder.ts';
import { hostPrimitives } from '../primitives.ts';
import type { Command } from './ask.ts';
import { UsageError, readArgs } from './ask.ts';

const USAGE = 'Usage: tansiq card show|pin [FILE] [--data DIR]; see "tansiq card --help".';

/** Shows and pins the cards by which parties know each other's keys. [N9] */
export const card: Command = {
  help: `Usage: tansiq card show --data DIR       prints our own card, to be handed to the others
       tansiq card show FILE             says what a card that was handed over holds
       tansiq card pin FILE --data DIR   pins it, after you compared its keys with the party

  Nothing is trusted on first use: read the keys of a card to the party that handed it over,
  by another way than it came. A card with another identity key than the one that is pinned
  is refused unless --replace says that this is meant. The words in four languages and the code
  below them are the fingerprint of the identity key, to be read aloud. A running node takes a card in when it
  is started again.`,
  run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [1, 2],
      options: { data: { type: 'string' }, replace: { type: 'boolean' } },
    });
    const [verb, file] = given.words;
    if (verb === 'show' && file === undefined) showOwn(given.must('data'));
    else if (verb === 'show' && file !== undefined) show(readCard(file));
    else if (verb === 'pin' && file !== undefined) {
      pin(given.must('data'), file, given.has('replace'));
    } else throw new UsageError(USAGE);
    return Promise.resolve(0);
  },
};

function showOwn(dir: string): void {
  const { party } = readSettings(dir);
  const file = pinnedFile(dir, party);
  if (!existsSync(file)) throw new TroubleError('card-missing', { party });
  process.stdout.write(readFileSync(file, 'utf8'));
}

function show(held: Card): void {
  const rows = [
    ['party', held.party],
    ['name', held.names.en],
    ['domain', held.domain],
    ['identity', formatVerifierKey(held.identityKey)],
    ['node key', formatBase64(held.nodeKey)],
    ['address', held.addresses.join(' ')],
    ...(held.witnessKey ? [['witness', formatVerifierKey(held.witnessKey)]] : []),
    ...(held.courier === undefined ? [] : [['courier', held.courier]]),
  ];
  for (const [name = '', text = ''] of rows) console.log(`${name.padEnd(10)} ${text}`);
  // The identity key has signed all the rest, so its fingerprint stands for the card. [B12]
  const identity = utf8(formatVerifierKey(held.identityKey));
  for (const line of fingerprintText('card', sha256(identity))) console.log(line);
}

function pin(dir: string, file: string, isReplacing: boolean): void {
  const { party } = readSettings(dir);
  const held = readCard(file);
  const pinned = pinnedFile(dir, held.party);
  if (held.party === party) throw new UsageError('This is our own card; it is pinned already.');
  if (existsSync(pinned) && !isReplacing) {
    const before = readCard(pinned);
    if (!equal(before.identityKey.publicKey, held.identityKey.publicKey)) {
      throw new UsageError(
        `Another identity key is pinned for ${held.party}. Ask the party by another way whether ` +
          'it changed its key; if it did, say --replace.',
      );
    }
  }
  pinCard(dir, held.party, readFileSync(file, 'utf8'));
  show(held);
  console.log(`Pinned. Compare the keys with ${held.party} by another way than the card came.`);
}

function pinnedFile(dir: string, party: string): string {
  return path.join(dir, 'cards', `${party}.card`);
}

function readCard(file: string): Card {
  if (!existsSync(file)) throw new UsageError(`There is no file "${file}". ${USAGE}`);
  const held = parseCard(hostPrimitives(), readFileSync(file, 'utf8'));
  if (!held.ok) throw new TroubleError('card-bad', { file, reason: held.fault.kind });
  return held.value;
}
