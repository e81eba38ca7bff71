import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { formatRecord, parseRecord } from '../../src/accord/record.ts';
import type { Json } from '../../src/base/json.ts';
import { formatCanonical, parseJson } from '../../src/base/json.ts';
import {
  formatSigned,
  formatStatement,
  parseSigned,
  parseStatement,
} from '../../src/carry/letter.ts';
import type { BundleItem } from '../../src/exchange/bundle.ts';
import { readBundle, writeBundle } from '../../src/exchange/bundle.ts';
import { formatEvidence, judgeEvidence, parseEvidence } from '../../src/exchange/evidence-file.ts';
import { formatMessage, parseMessage } from '../../src/exchange/messages.ts';
import { mediaOf } from '../../src/gateway/media.ts';
import { strip } from '../../src/gateway/strip.ts';
import { formatCard, parseCard } from '../../src/ledger/card.ts';
import { formatOperationProof, parseOperationProof } from '../../src/ledger/operation-proof.ts';
import { openRecallableStub } from '../../src/ledger/recalled.ts';
import { hostPrimitives } from '../../src/node/primitives.ts';
import { checkpointBody, openCheckpoint, parseCheckpoint } from '../../src/proof/checkpoint.ts';
import { formatCoseKey, parseCoseKey } from '../../src/proof/cose.ts';
import {
  formatNote,
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  verifyNote,
} from '../../src/proof/note.ts';
import { decideFinality, formatPolicy, parsePolicy } from '../../src/proof/policy.ts';
import { openStub } from '../../src/proof/stub.ts';
import {
  formatBundle,
  hashesInTiles,
  parseBundle,
  parseTilePath,
  tilePath,
} from '../../src/proof/tile.ts';
import { formatProof, parseProof, verifyProof } from '../../src/proof/tlog-proof.ts';
import { decideCosign, formatAddCheckpoint, parseAddCheckpoint } from '../../src/proof/witness.ts';
import { IMAGES } from './images.ts';
import { OUTSIDE_FORMS } from './outside.ts';
import type { Samples } from './samples.ts';
import { IDENTITY, LOG_KEY, WITNESS_KEY, resignCard } from './samples.ts';

/** What a reader made of an input. */
export interface Reading {
  /** The kind of the fault, or `ok`. */
  readonly outcome: string;
  /** What is wrong with what was read, if it does not come out again as it went in. */
  wrongBy(): string | undefined | Promise<string | undefined>;
}

/** A reader of a form that comes from outside. */
export interface Form {
  readonly name: string;
  readonly samples: (all: Samples) => readonly Buffer[];
  /** Has a bent input bear its digest or signature again, so that the reader looks further. */
  readonly reseal?: (bent: Buffer) => Buffer;
  /** The input as the reader takes it, and the reading itself, which is timed and may not throw. */
  readonly reader: (input: Buffer) => () => Reading;
}

const primitives = hostPrimitives();
const keys = [LOG_KEY, WITNESS_KEY];

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: { readonly kind: string } };

/** A reading that is checked by `check` where something was read. */
function reading<T>(
  read: Read<T>,
  check: (value: T) => string | undefined | Promise<string | undefined>,
): Reading {
  if (!read.ok) return { outcome: read.fault.kind, wrongBy: () => undefined };
  const { value } = read;
  return { outcome: 'ok', wrongBy: () => check(value) };
}

/** The bytes as text. What is no UTF-8 becomes half a surrogate pair, as a program could pass it on. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').replaceAll('\ufffd', '\ud800');
}

type Reader = Form['reader'];

function ofText(read: (text: string) => Reading): Reader {
  return (input) => {
    const text = textOf(input);
    return () => read(text);
  };
}

function ofBytes(read: (bytes: Uint8Array) => Reading): Reader {
  return (input) => {
    const bytes = new Uint8Array(input);
    return () => read(bytes);
  };
}

const NO_LETTER = { ok: false, fault: { kind: 'no-letter' } } as const;
const NO_STATEMENT = { ok: false, fault: { kind: 'no-statement' } } as const;
const NO_IMAGE = { ok: false, fault: { kind: 'no-image' } } as const;
const NO_STUB = { ok: false, fault: { kind: 'no-stub' } } as const;
const NO_HASH = { ok: false, fault: { kind: 'no-hash' } } as const;
const sameText = (ours: string, theirs: string) => (ours === theirs ? undefined : 'another text');
const sameBytes = (ours: Uint8Array, theirs: Uint8Array) =>
  Buffer.from(theirs).equals(ours) ? undefined : 'other bytes';

/** Every form that comes from outside, with its reader. */
export const FORMS: readonly Form[] = [
  {
    name: 'record',
    samples: (all) => all.records,
    reader: ofBytes((bytes) =>
      reading(parseRecord(bytes), (record) => {
        const said = formatRecord(record);
        // Texts in NFC may be longer than as they came, past what a record may hold.
        if (!said.ok) return undefined;
        const again = parseRecord(said.value);
        if (!again.ok) return `said again it is ${again.fault.kind}`;
        const twice = formatRecord(again.value);
        return twice.ok ? sameBytes(twice.value, said.value) : twice.fault.kind;
      }),
    ),
  },
  {
    name: 'JSON',
    samples: (all) => all.records,
    reader: ofText((text) =>
      reading(parseJson(text), (json) => {
        const said = formatCanonical(json);
        const again = parseJson(said);
        if (!again.ok) return `said again it is ${again.fault.kind}`;
        if (formatCanonical(again.value) !== said) return 'another text';
        const hosts = JSON.parse(text) as Json;
        return formatCanonical(hosts) === said ? undefined : 'the host reads another value';
      }),
    ),
  },
  {
    name: 'note',
    samples: (all) => all.notes,
    reader: ofBytes((bytes) => {
      const note = parseNote(bytes);
      if (note.ok) verifyNote(primitives, note.value, keys);
      return reading(note, (value) => {
        const text = textOf(bytes);
        const told = parseNote(text);
        return told.ok ? sameText(formatNote(value), text) : `as text it is ${told.fault.kind}`;
      });
    }),
  },
  {
    name: 'checkpoint',
    samples: (all) => all.notes,
    reader: ofText((text) => {
      openCheckpoint(primitives, text, LOG_KEY);
      return reading(parseCheckpoint(text), (checkpoint) => {
        const note = parseNote(text);
        if (!note.ok) return note.fault.kind;
        return sameText(checkpointBody(checkpoint), note.value.text);
      });
    }),
  },
  {
    name: 'verifier key',
    samples: (all) => all.keys,
    reader: ofText((text) =>
      reading(parseVerifierKey(text), (key) => sameText(formatVerifierKey(key), text)),
    ),
  },
  {
    name: 'tile path',
    samples: (all) => all.tilePaths,
    reader: ofText((text) =>
      reading(parseTilePath(text), ({ level, index, width }) =>
        sameText(tilePath(level, index, width), text),
      ),
    ),
  },
  {
    name: 'tile',
    samples: (all) => all.tiles,
    reader: ofBytes((bytes) => {
      const hash = hashesInTiles(() => bytes)(0, Math.max(0, Math.ceil(bytes.length / 32) - 1));
      const read = hash ? ({ ok: true, value: hash } as const) : NO_HASH;
      return reading(read, ({ length }) => (length === 32 ? undefined : 'half a hash'));
    }),
  },
  {
    name: 'entry bundle',
    samples: (all) => all.bundles,
    reader: ofBytes((bytes) =>
      reading(parseBundle(bytes), (entries) => sameBytes(formatBundle(entries), bytes)),
    ),
  },
  {
    name: 'card',
    samples: (all) => all.cards,
    reseal: resignCard,
    reader: ofText((text) =>
      reading(parseCard(primitives, text), async (card) => {
        const said = await formatCard(IDENTITY, card);
        const again = parseCard(primitives, said);
        // A bent card may name another key, which we do not have.
        if (!again.ok) return again.fault.kind === 'card-not-signed' ? undefined : again.fault.kind;
        return sameText(await formatCard(IDENTITY, again.value), said);
      }),
    ),
  },
  {
    name: 'proof of a record',
    samples: (all) => all.proofs,
    reader: ofText((text) => {
      verifyProof(primitives, text, Uint8Array.of(1), { log: LOG_KEY, witnesses: [WITNESS_KEY] });
      return reading(parseProof(text), (proof) => sameText(formatProof(proof), text));
    }),
  },
  {
    name: 'witness request',
    samples: (all) => all.requests,
    reader: ofBytes((bytes) => {
      const request = parseAddCheckpoint(bytes);
      if (request.ok) decideCosign(primitives, undefined, request.value, keys);
      return reading(request, (value) => sameBytes(formatAddCheckpoint(value), bytes));
    }),
  },
  {
    name: 'message',
    samples: (all) => all.messages,
    reader: ofBytes((bytes) =>
      reading(parseMessage(bytes), (message) => sameBytes(formatMessage(message), bytes)),
    ),
  },
  {
    name: 'proof of an operation',
    samples: (all) => all.operations,
    reseal: withDigest,
    reader: ofBytes((bytes) =>
      reading(parseOperationProof(primitives.sha256, bytes), (proof) =>
        sameBytes(formatOperationProof(primitives.sha256, proof), bytes),
      ),
    ),
  },
  {
    name: 'passkey',
    samples: (all) => all.passkeys,
    reader: ofBytes((bytes) =>
      reading(parseCoseKey(bytes), (key) => {
        const again = parseCoseKey(formatCoseKey(key));
        return isDeepStrictEqual(again, { ok: true, value: key }) ? undefined : 'another key';
      }),
    ),
  },
  {
    name: 'courier bundle',
    samples: (all) => all.couriers,
    reseal: withTail,
    reader: ofBytes((bytes) => {
      const whole = readPieces([bytes]);
      return reading(whole, (items) => {
        const pieces = Array.from({ length: Math.ceil(bytes.length / 97) }, (_, i) =>
          bytes.subarray(97 * i, 97 * (i + 1)),
        );
        if (!isDeepStrictEqual(readPieces(pieces), whole)) return 'something else in pieces';
        return writtenAgain(items, bytes);
      });
    }),
  },
  {
    name: 'stub',
    samples: (all) => all.stubs,
    reader: ofBytes((bytes) => {
      openRecallableStub(bytes);
      const opened = openStub(bytes);
      const read = opened ? ({ ok: true, value: opened } as const) : NO_STUB;
      return reading(read, ({ leaf, ending }) => {
        if (leaf.length !== 32) return 'half a hash';
        return Buffer.from(bytes).includes(Buffer.from(ending))
          ? undefined
          : 'an ending that is not there';
      });
    }),
  },
  {
    name: 'policy',
    samples: (all) => all.policies,
    reader: ofText((text) =>
      reading(parsePolicy(text), (policy) => {
        decideFinality(policy, () => undefined);
        const again = parsePolicy(formatPolicy(policy));
        return isDeepStrictEqual(again, { ok: true, value: policy }) ? undefined : 'another policy';
      }),
    ),
  },
  {
    name: 'evidence',
    samples: (all) => all.evidence,
    reader: ofText((text) => {
      const read = parseEvidence(text);
      if (read.ok) judgeEvidence(primitives, read.value, []);
      return reading(read, (file) => sameText(formatEvidence(file), text));
    }),
  },
  {
    name: 'letter',
    samples: (all) => all.letters,
    reseal: withHash,
    reader: ofBytes((bytes) => {
      const signed = parseSigned(bytes);
      if (!signed) return reading(NO_LETTER, () => undefined);
      const note = parseNote(signed.note);
      if (!note.ok) return reading(note, () => undefined);
      const head = parseStatement(note.value.text, signed.piece);
      const read = head ? ({ ok: true, value: head } as const) : NO_STATEMENT;
      return reading(read, (value) => {
        const said = formatStatement({ head: value, piece: signed.piece });
        if (said !== note.value.text) return 'another statement';
        return sameBytes(formatSigned(signed.note, signed.piece), bytes);
      });
    }),
  },
  {
    name: 'image that is attached',
    samples: () => IMAGES,
    reader: ofBytes((bytes) => {
      const media = mediaOf(bytes);
      const cleaned = media && strip(media, bytes);
      return reading(cleaned ?? NO_IMAGE, (clean) => {
        if (clean.length > bytes.length + 64) return 'more than there was';
        const again = media && strip(media, clean);
        return again?.ok ? sameBytes(again.value, clean) : 'not clean the second time';
      });
    }),
  },
  ...OUTSIDE_FORMS,
];

/** A bent letter whose statement names the hash of the piece that it then has. */
function withHash(bent: Buffer): Buffer {
  const signed = parseSigned(bent);
  if (!signed) return bent;
  const hash = createHash('sha256').update(signed.piece).digest('hex');
  const note = signed.note.replace(/\nsha256 [0-9a-f]{64}\n/, `\nsha256 ${hash}\n`);
  return Buffer.from(formatSigned(note, signed.piece));
}

function readPieces(pieces: readonly Uint8Array[]): Read<readonly BundleItem[]> {
  const reader = readBundle(createHash('sha256'));
  const items: BundleItem[] = [];
  for (const piece of pieces) {
    const taken = reader.take(piece);
    if (!taken.ok) return taken;
    items.push(...taken.value);
  }
  const ended = reader.end();
  return ended.ok ? { ok: true, value: items } : ended;
}

function writtenAgain(items: readonly BundleItem[], bytes: Uint8Array): string | undefined {
  // What is not known is passed over, and so cannot be written again.
  if (items.some(({ kind }) => kind === 'unknown')) return undefined;
  const writer = writeBundle(createHash('sha256'));
  const parts = items.map((item) => {
    if (item.kind === 'head') return writer.head(item.head);
    return item.kind === 'frame' ? writer.frame(item.frame) : writer.tail();
  });
  return sameBytes(Buffer.concat(parts), bytes);
}

/** What comes before the last line, and its digest in that line. */
function withTail(bent: Buffer): Buffer {
  const start = bent.lastIndexOf('{"entries":');
  if (start < 0) return bent;
  const digest = createHash('sha256').update(bent.subarray(0, start)).digest('hex');
  const tail = bent.toString('latin1', start).replace(/[0-9a-f]{64}/, digest);
  return Buffer.concat([bent.subarray(0, start), Buffer.from(tail, 'latin1')]);
}

/** The first two lines and their digest. */
function withDigest(bent: Buffer): Buffer {
  const second = bent.indexOf(0x0a, bent.indexOf(0x0a) + 1);
  const before = bent.subarray(0, second + 1);
  const digest = createHash('sha256').update(before).digest('hex');
  return Buffer.concat([before, Buffer.from(`sha256:${digest}\n`)]);
}
