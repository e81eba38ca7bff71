import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Card } from '../../ledger/card.ts';
import { parseCard } from '../../ledger/card.ts';
import { receiptKey } from '../../ledger/receipt-key.ts';
import { isContradiction, renewCard, serialOf } from '../../ledger/succession.ts';
import { formatVerifierKey } from '../../proof/note.ts';
import { parsePolicy } from '../../proof/policy.ts';
import { TroubleError } from '../../base/result.ts';
import { formatInstant } from '../../base/instant.ts';
import { equal, formatBase64, sha256, utf8 } from '../../base/bytes.ts';
import { fingerprintText } from '../bundle-slip.ts';
import { pinCard, readSettings, writePolicy } from '../folder.ts';
import { parseAuthority, untilOf } from '../link-keys.ts';
import { hostPrimitives } from '../primitives.ts';
import type { Command } from './ask.ts';
import { UsageError, readArgs } from './ask.ts';

const USAGE = 'Usage: tansiq card show|pin|policy [FILE] [--data DIR]; see "tansiq card --help".';

/** Shows and pins the cards by which parties know each other's keys. [N9] */
export const card: Command = {
  help: `Usage: tansiq card show --data DIR       prints our own card, to be handed to the others
       tansiq card show FILE             says what a card that was handed over holds
       tansiq card pin FILE --data DIR   pins it, after you compared its keys with the party
       tansiq card policy FILE --data DIR
                                         puts a policy (C2SP tlog-policy) into our own card: whose
                                         signatures we wait for before a record is final for us;
                                         with --none in place of FILE it is taken out

  Nothing is trusted on first use: read the keys of a card to the party that handed it over,
  by another way than it came. A card with another identity key than the one that is pinned
  is refused unless --replace says that this is meant. The words in four languages and the code
  below them are the fingerprint of the identity key, to be read aloud. For its link a running node
  takes a card in at once; for all else when it is started again.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [1, 2],
      options: {
        data: { type: 'string' },
        replace: { type: 'boolean' },
        none: { type: 'boolean' },
      },
    });
    const [verb, file] = given.words;
    if (verb === 'show' && file === undefined) showOwn(given.must('data'));
    else if (verb === 'show' && file !== undefined) show(readCard(file));
    else if (verb === 'pin' && file !== undefined) {
      pin(given.must('data'), file, given.has('replace'));
    } else if (verb === 'policy' && (file === undefined) === given.has('none')) {
      await setPolicy(given.must('data'), file);
    } else throw new UsageError(USAGE);
    return 0;
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
    ...(serialOf(held) > 0 ? [['renewed', `${serialOf(held)} times`]] : []),
    ...(held.former ?? []).map(({ node, reason, at }) => [
      'before',
      `${formatBase64(node)} ${reason} ${formatInstant(at)}`,
    ]),
    // The key by which it says what it has stored, as a policy names it. [L30]
    ['receipts', formatVerifierKey(receiptKey(held))],
    ['address', held.addresses.join(' ')],
    ...(held.witnessKey ? [['witness', formatVerifierKey(held.witnessKey)]] : []),
    ...authorityRows(held),
    ...(held.courier === undefined ? [] : [['courier', held.courier]]),
    ...(held.policy === undefined ? [] : policyRows(held.policy)),
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
    refuseOlder(before, held);
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

/** A card that is older, or forgets a key, is pinned only by a person who says that this is meant. [D2] */
function refuseOlder(pinned: Card, held: Card): void {
  const renewed = renewCard(pinned, held);
  if (renewed.ok) return;
  const { fault } = renewed;
  // Two first cards of one party are what people have always told apart by their keys. [N9]
  const isFirst = serialOf(pinned) === 0 && serialOf(held) === 0;
  const isRefused = fault.kind === 'older' || (isContradiction(fault) && !isFirst);
  if (!isRefused) return;
  throw new UsageError(
    fault.kind === 'older'
      ? `A newer card of ${held.party} is pinned (number ${serialOf(pinned)}; this is ${serialOf(held)}).`
      : `This card of ${held.party} does not go on from the pinned one: it has the same number or ` +
          'forgets a key. Ask the party by another way which is true; if it is this one, say --replace.',
  );
}

function policyRows(policy: string): readonly (readonly string[])[] {
  return policy
    .trimEnd()
    .split('\n')
    .map((line, i) => [i === 0 ? 'policy' : '', line]);
}

async function setPolicy(dir: string, file: string | undefined): Promise<void> {
  const text = file === undefined ? undefined : policyIn(file);
  await writePolicy(dir, text);
  console.log(text === undefined ? 'Our card holds no policy now.' : 'Our card holds this policy:');
  if (text !== undefined) console.log(text.trimEnd());
  console.log(
    'Hand the new card to the other parties; our own node takes it in at its next start.',
  );
}

function policyIn(file: string): string {
  if (!existsSync(file)) throw new UsageError(`There is no file "${file}". ${USAGE}`);
  const text = readFileSync(file, 'utf8');
  const policy = parsePolicy(text);
  if (policy.ok) return text;
  const { kind, line } = policy.fault;
  throw new UsageError(`"${file}" is no policy: ${kind}${line > 0 ? ` in line ${line}` : ''}.`);
}

function authorityRows({ authority }: Card): readonly (readonly [string, string])[] {
  if (authority === undefined) return [];
  const read = parseAuthority(authority);
  if (!read) return [['authority', 'none that can be read: this party cannot be reached']];
  return [['authority', `${read.fingerprint256} until ${formatInstant(untilOf(read))}`]];
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
