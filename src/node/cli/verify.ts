import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { isLogId } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import { TroubleError } from '../../base/result.ts';
import { audienceOf } from '../../accord/party/audience.ts';
import type { Card } from '../../ledger/card.ts';
import { parseCard } from '../../ledger/card.ts';
import { keysOfOrigin, logOf } from '../../ledger/log.ts';
import { receiptLines } from '../../ledger/receipt-key.ts';
import { verifyRecordProof } from '../../ledger/record-proof.ts';
import type { LogKeys } from '../../ledger/succession.ts';
import { onlyKey } from '../../ledger/succession.ts';
import { cosignedName } from '../../exchange/cosigned.ts';
import type { Checkpoint } from '../../proof/checkpoint.ts';
import type { VerifierKey } from '../../proof/note.ts';
import { parseVerifierKey } from '../../proof/note.ts';
import { parseProof } from '../../proof/tlog-proof.ts';
import { shelfFile } from '../../store/file-shelf.ts';
import { hostPrimitives } from '../primitives.ts';
import { readStoreFolder } from '../verify-end.ts';
import type { LogAsked, LogVerdict } from '../verify-log.ts';
import { verifyLog } from '../verify-log.ts';
import { folderLogSource, httpLogSource } from '../verify-source.ts';
import { linesOfVerdict, presentVerdict } from '../verify-words.ts';
import type { Command, Given } from './ask.ts';
import { UsageError, readArgs } from './ask.ts';
import { looksLikeEvidence, verifyEvidenceFile } from './verify-evidence.ts';
import { looksLikeOperation, verifyOperation } from './verify-operation.ts';

const USAGE = 'Usage: tansiq verify PATH|URL [options]; see "tansiq verify --help".';

/** Checks logs and proofs with nothing but its own eyes; nothing is locked, opened or changed. */
export const verify: Command = {
  help: `Usage: tansiq verify PATH|URL [options]

  PATH may be a node's data folder (all its logs are checked), one log's folder
  (DATA/logs/ID or a copy in C2SP tlog-tiles layout), the proof file of an operation,
  an evidence file against a party, or, with --record, the proof of one record.
  URL is a log in C2SP tlog-tiles layout. A node need not be stopped.

  --key VKEY          the log's verifier key (C2SP vkey)
  --card FILE         a party's card, in place of --key; may be repeated
  --cards DIR         all cards in a folder, files that end in .card
  --witness VKEY      a witness that must have cosigned; may be repeated
  --against FILE      another signed checkpoint of the same log; may be repeated
  --token T           the token of a desk that may read the log at URL
  --record FILE       the exact bytes of a record; PATH is then its proof (C2SP tlog-proof)
  --json              for programs

  In a data folder the cards that are pinned there give the keys. The proof file of an
  operation needs the card of every party of the centre, observers too, and nothing else.
  With a record's proof, cards also tell which parties signed that they had stored it.
  Exit code 0: all is whole, and an operation was covered. 1: something was found, or could
  not be read, or an operation was not covered, or a file shows nothing. Of an evidence file 0
  says that it holds against the party that it names. 2: not understood.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [1, 1],
      options: {
        key: { type: 'string' },
        card: { type: 'string', multiple: true },
        cards: { type: 'string' },
        witness: { type: 'string', multiple: true },
        against: { type: 'string', multiple: true },
        token: { type: 'string' },
        record: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    if (given.has('record')) return verifyRecord(given);
    const [place = ''] = given.words;
    const isFile = existsSync(place) && statSync(place).isFile();
    if (isFile && looksLikeEvidence(place)) {
      return verifyEvidenceFile(place, cardsOf(given), given.has('json'));
    }
    if (!isFile || !looksLikeOperation(place)) return verifyLogs(given);
    const witnesses = given.texts('witness').map((each) => readKey('witness', each));
    const asked = { file: place, cards: cardsOf(given), witnesses, isJson: given.has('json') };
    return verifyOperation(asked);
  },
};

async function verifyLogs(given: Given): Promise<number> {
  const asked = await askedOf(given);
  const verdicts: LogVerdict[] = [];
  for (const each of asked) verdicts.push(await verifyLog(hostPrimitives(), each));
  const whole = verdicts.every((verdict) => verdict.findings.length === 0);
  if (given.has('json')) {
    console.log(JSON.stringify({ whole, logs: verdicts.map(presentVerdict) }, undefined, 2));
  } else {
    for (const verdict of verdicts) console.log(linesOfVerdict(verdict).join('\n'));
    console.log(whole ? 'All that was checked is whole.' : 'NOT all is whole; see what was found.');
  }
  return whole ? 0 : 1;
}

async function askedOf(given: Given): Promise<readonly LogAsked[]> {
  const [place = ''] = given.words;
  const against = given.texts('against').map(readText);
  const common = { against, cosigned: undefined, folder: undefined };
  if (/^https?:\/\//.test(place)) {
    if (!URL.canParse(place)) throw new UsageError(`"${place}" is not a URL. ${USAGE}`);
    const source = httpLogSource(place, given.text('token'));
    return [{ ...common, ...keysOf(given, []), place, source }];
  }
  if (!existsSync(place) || !statSync(place).isDirectory()) {
    throw new UsageError(`There is no folder "${place}". ${USAGE}`);
  }
  const logs = path.join(place, 'logs');
  const data = existsSync(path.join(place, 'node.json')) ? place : path.join(place, '..', '..');
  const folders =
    data === place && existsSync(logs)
      ? readdirSync(logs)
          .filter(isLogId)
          .toSorted()
          .map((id) => path.join(logs, id))
      : [place];
  if (folders.length === 0) throw new UsageError(`There is no log in "${place}" yet.`);
  if (folders.length > 1 && (against.length > 0 || given.has('key'))) {
    throw new UsageError('--key and --against are about one log: name its own folder.');
  }
  const pinned = pinnedIn(data);
  const keys = keysOf(given, pinned);
  return Promise.all(
    folders.map(async (dir): Promise<LogAsked> => {
      const folder = await readStoreFolder(dir, hostPrimitives().sha256);
      const source = folder?.source ?? folderLogSource(dir);
      const asked = { ...common, ...keys, place: dir, source, folder };
      // [R2] A private log leaves its node to nobody, so no witness can have cosigned it.
      const witnesses = isPrivate(dir, pinned) ? [] : keys.witnesses;
      return { ...asked, witnesses, cosigned: cosignedIn(data, dir) };
    }),
  );
}

/** Keys from the command line, else from cards; a witness is asked for where one is known. */
function keysOf(given: Given, pinned: readonly Card[]): Pick<LogAsked, 'keysFor' | 'witnesses'> {
  const cards = [...cardsOf(given), ...pinned];
  const text = given.text('key');
  const key = text === undefined ? undefined : readKey('key', text);
  const named = given.texts('witness').map((each) => readKey('witness', each));
  const keysFor = (origin: string): LogKeys | undefined => {
    if (key) return onlyKey(key);
    for (const card of cards) {
      const found = keysOfOrigin(card, origin);
      if (found) return found;
    }
    return undefined;
  };
  return { keysFor, witnesses: named.length > 0 ? named : cards.flatMap(witnessOf) };
}

function witnessOf(card: Card): readonly VerifierKey[] {
  return card.witnessKey ? [card.witnessKey] : [];
}

async function verifyRecord(given: Given): Promise<number> {
  const [place = ''] = given.words;
  const proof = proofIn(readText(place));
  const record = new Uint8Array(readFileSync(mustFile(given.must('record'))));
  const { keysFor, witnesses } = keysOf(given, []);
  const parsed = parseProof(proof);
  const origin = parsed.ok ? parsed.value.checkpoint.origin : '';
  const log = keysFor(origin);
  if (!log) throw new UsageError(`Give the key of ${origin || 'the log'} with --key or --card.`);
  const shown = verifyRecordProof(hostPrimitives(), proof, record, { log, witnesses });
  const isCosigned = shown.ok && (witnesses.length === 0 || shown.value.cosignedBy.length > 0);
  const whole = shown.ok && isCosigned;
  const storedBy = shown.ok && parsed.ok ? storersOf(given, parsed.value.checkpoint) : [];
  const found = shown.ok ? (isCosigned ? [] : ['not-cosigned']) : [shown.fault.kind];
  if (given.has('json')) {
    const facts = shown.ok ? { ...shown.value, storedBy } : {};
    console.log(JSON.stringify({ whole, origin, ...facts, findings: found }, undefined, 2));
  } else if (shown.ok) {
    const by = shown.value.cosignedBy.map(({ name }) => name).join(', ');
    console.log(`The record is entry ${shown.value.index} of ${shown.value.size} of ${origin}.`);
    console.log(by ? `Cosigned by ${by}.` : 'No witness that was named has cosigned it.');
    for (const { party, at } of storedBy)
      console.log(`Stored by ${party}, who signed so at ${at}.`);
  } else {
    console.log(`The proof does not show that the record is in the log: ${found.join(', ')}.`);
  }
  return whole ? 0 : 1;
}

/** Which parties, of those whose cards are given, acknowledge that they have stored all of it. [L31] */
function storersOf(
  given: Given,
  checkpoint: Checkpoint,
): readonly { readonly party: string; readonly at: string }[] {
  const lines = receiptLines(hostPrimitives(), checkpoint, cardsOf(given));
  return lines.map(({ party, time }) => ({ party, at: formatInstant(time) }));
}

/** A proof as it is, or inside the JSON in which a node gives it. */
function proofIn(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    const { proof } = JSON.parse(text) as { readonly proof?: unknown };
    return typeof proof === 'string' ? proof : text;
  } catch {
    return text;
  }
}

/** The cards that the command line names. */
function cardsOf(given: Given): readonly Card[] {
  const folder = given.text('cards');
  if (folder !== undefined && !(existsSync(folder) && statSync(folder).isDirectory())) {
    throw new UsageError(`There is no folder "${folder}". ${USAGE}`);
  }
  return [...given.texts('card').map(readCard), ...(folder === undefined ? [] : cardsIn(folder))];
}

function pinnedIn(data: string): readonly Card[] {
  const cards = path.join(data, 'cards');
  if (!existsSync(path.join(data, 'node.json')) || !existsSync(cards)) return [];
  return cardsIn(cards);
}

function cardsIn(folder: string): readonly Card[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.card'));
  return files.map((name) => readCard(path.join(folder, name)));
}

/** Whether a log is one party's own alone; its name is made of its author and readers, so it tells. */
function isPrivate(dir: string, pinned: readonly Card[]): boolean {
  const id = path.basename(path.resolve(dir));
  return pinned.some((card) => {
    const alone = audienceOf([card.party]);
    return alone.ok && logOf(hostPrimitives().sha256, card, alone.value).id === id;
  });
}

function cosignedIn(data: string, dir: string): string | undefined {
  const id = path.basename(path.resolve(dir));
  if (!isLogId(id)) return undefined;
  const file = path.join(data, 'shelf', shelfFile(cosignedName(id)));
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function readCard(file: string): Card {
  const card = parseCard(hostPrimitives(), readText(file));
  if (!card.ok) throw new TroubleError('card-bad', { file, reason: card.fault.kind });
  return card.value;
}

function readKey(option: string, text: string): VerifierKey {
  const key = parseVerifierKey(text.trim());
  if (key.ok) return key.value;
  throw new UsageError(`--${option} is not a verifier key (${key.fault.kind}): "${text}".`);
}

function readText(file: string): string {
  return readFileSync(mustFile(file), 'utf8');
}

function mustFile(file: string): string {
  if (existsSync(file) && statSync(file).isFile()) return file;
  throw new UsageError(`There is no file "${file}". ${USAGE}`);
}
