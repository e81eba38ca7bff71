import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as HostStream } from 'node:stream/web';
import type { PartyId } from '../../base/ids.ts';
import { isPartyId } from '../../base/ids.ts';
import { TroubleError } from '../../base/result.ts';
import type { Problem } from '../../contract/api.ts';
import type { BundleView, OpenedLog, OpenedView } from '../../contract/courier.ts';
import { slipText } from '../bundle-slip.ts';
import { withCourier } from '../courier-still.ts';
import { hostClock } from '../primitives.ts';
import { sentenceOf } from '../sentences.ts';
import { troubleOf } from '../../store/disk.ts';
import { administratorsHeaders } from './administrator.ts';
import type { Command, Given } from './ask.ts';
import { UsageError, readArgs } from './ask.ts';
import { runningAt } from './folder.ts';

const USAGE =
  'Usage: tansiq bundle pack --for PARTY --data DIR | tansiq bundle open FILE --data DIR; ' +
  'see "tansiq bundle --help".';

/** Packs and opens bundles, through the node where it runs, else over its folder. [B11] */
export const bundle: Command = {
  help: `Usage: tansiq bundle pack --for PARTY --data DIR [--out FILE] [--all] [--after-last]
                           [--attachments MB] [--slip]
       tansiq bundle open FILE --data DIR

  pack writes one file, sealed to PARTY alone, with what it may read and is not known to have.
  open takes in a file that was sealed to us. Opened twice, or in another order than packed, it
  loses and doubles nothing. The node may be running or stopped.

  --out FILE     where to; by itself PARTY-DATE.age here; never written over
  --all          everything, the party's own logs too, for one that lost its records
  --after-last   only what no earlier bundle to PARTY holds, whether or not that one arrived
  --attachments MB  how much of photos and papers goes in at most, in MB; by itself 1000
  --slip         prints the slip that travels apart from the file: its fingerprint as a code and
                 as words in each language, to be compared with what opening it says

  What was packed opens with the stock program as well: age -d -i DIR/keys/courier.key FILE
  Exit code 0: done. 1: trouble, or something in the bundle could not be taken in.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [1, 2],
      options: {
        data: { type: 'string' },
        for: { type: 'string' },
        out: { type: 'string' },
        all: { type: 'boolean' },
        'after-last': { type: 'boolean' },
        attachments: { type: 'string' },
        slip: { type: 'boolean' },
      },
    });
    const [verb, file] = given.words;
    if (verb === 'pack' && file === undefined) return pack(given);
    if (verb === 'open' && file !== undefined) return open(given.must('data'), file);
    throw new UsageError(USAGE);
  },
};

async function pack(given: Given): Promise<number> {
  const [dir, to] = [given.must('data'), given.must('for')];
  if (!isPartyId(to)) throw new UsageError(`"${to}" cannot be the name of a party.`);
  const out = given.text('out') ?? `${to}-${stamp()}.age`;
  if (existsSync(out)) throw new UsageError(`"${out}" is there already. Choose another --out.`);
  const most = given.text('attachments');
  if (most !== undefined && !/^\d{1,4}$/.test(most)) {
    throw new UsageError('--attachments takes a whole number of MB.');
  }
  const limit = most === undefined ? {} : { attachments: Number(most) };
  const asked = { to, all: given.has('all'), afterLast: given.has('after-last'), ...limit };
  const address = await runningAt(dir);
  const made = address
    ? await packThere(dir, address, asked, out)
    : await packHere(dir, asked, out);
  console.log(
    `${out}: ${made.bytes} bytes for ${to}, ${made.entries} entries of ${made.logs.length} logs.`,
  );
  if (made.isCut) console.log('Not all went in. Pack another with --after-last.');
  sayAttachments(made);
  console.log(given.has('slip') ? slipText(made) : `SHA-256 ${made.sha256}`);
  return 0;
}

function sayAttachments({ attachments }: BundleView): void {
  const { packed = 0, left = 0 } = attachments ?? {};
  if (packed > 0) console.log(`${packed} attachments went in.`);
  if (left > 0) console.log(`${left} attachments did not fit. Give --attachments more MB.`);
}

interface Asked {
  readonly to: PartyId;
  readonly all: boolean;
  readonly afterLast: boolean;
  readonly attachments?: number;
}

async function packHere(dir: string, asked: Asked, out: string): Promise<BundleView> {
  return withCourier({ dir, say: sayStill }, async (courier) => {
    const { to, all, afterLast, attachments } = asked;
    const limit = attachments === undefined ? {} : { attachmentBytesMax: attachments * 1_000_000 };
    const packed = await courier.pack({ to, isAll: all, isAfterLast: afterLast, ...limit });
    if (!packed.ok) throw new TroubleError(packed.fault.kind, { party: to });
    try {
      await copyFile(courier.fileOf(packed.value.id) ?? '', out);
    } catch (thrown) {
      throw troubleOf(thrown, { file: out });
    }
    return packed.value;
  });
}

async function packThere(
  dir: string,
  address: string,
  asked: Asked,
  out: string,
): Promise<BundleView> {
  const headers = await administratorsHeaders(dir, address);
  const body = JSON.stringify(asked);
  const facts = { party: asked.to };
  const made = await call(`${address}/api/bundles`, { method: 'POST', headers, body }, facts);
  const view = (await made.json()) as BundleView;
  const got = await call(`${address}/api/bundles/${view.id}/file`, { headers }, facts);
  try {
    const file = createWriteStream(out, { flags: 'wx', mode: 0o600 });
    await pipeline(Readable.fromWeb(got.body as HostStream<Uint8Array>), file);
  } catch (thrown) {
    throw troubleOf(thrown, { file: out });
  }
  return view;
}

async function open(dir: string, file: string): Promise<number> {
  if (!existsSync(file)) throw new UsageError(`There is no file "${file}". ${USAGE}`);
  const address = await runningAt(dir);
  const opened = address ? await openThere(dir, address, file) : await openHere(dir, file);
  for (const line of linesOf(opened)) console.log(line);
  console.log(slipText(opened));
  if (opened.fault) console.error(sentenceOf(opened.fault, { file }));
  const isWhole = opened.logs.every((log) => ['kept', 'held-already'].includes(log.outcome));
  return isWhole && !opened.fault ? 0 : 1;
}

function openHere(dir: string, file: string): Promise<OpenedView> {
  return withCourier({ dir, say: sayStill }, async (courier) => {
    const opened = await courier.open(createReadStream(file));
    if (!opened.ok) throw new TroubleError(opened.fault.kind, { file });
    return opened.value;
  });
}

async function openThere(dir: string, address: string, file: string): Promise<OpenedView> {
  const headers = await administratorsHeaders(dir, address);
  const body = Readable.toWeb(createReadStream(file)) as unknown as ReadableStream<Uint8Array>;
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
  const opened = await call(`${address}/api/bundles/opened`, init, { file });
  return (await opened.json()) as OpenedView;
}

/** What became of each log, in a sentence. */
function linesOf(opened: OpenedView): readonly string[] {
  const head = `From ${opened.from}, packed ${opened.at}: ${opened.entries} entries, ${opened.kept} of them new here.`;
  return [head, ...opened.logs.map((log) => `  ${log.author} ${log.log}: ${outcomeOf(log)}`)];
}

function outcomeOf({ outcome, kept, held, from }: OpenedLog): string {
  const said: Readonly<Record<OpenedLog['outcome'], string>> = {
    kept: `${kept} entries are new; ${held} are here now.`,
    'held-already': `nothing is new; ${held} are here.`,
    gap: `needs the bundle before: this one begins at ${from}, and ${held} are here.`,
    accused: 'its author signed two histories. The evidence is kept; see the page "Record".',
    refused: 'nothing was taken in: it does not prove itself. Ask for it again.',
    'not-shared': 'not one of our logs, or its author is not pinned here.',
  };
  return said[outcome];
}

async function call(
  url: string,
  init: RequestInit,
  facts: Readonly<Record<string, string>>,
): Promise<Response> {
  const answer = await fetch(url, init).catch((thrown: unknown) => {
    throw new TroubleError('node-silent', { address: url, party: '' }, thrown);
  });
  if (answer.ok) return answer;
  const { code, details } = (await answer.json()) as Problem;
  const told = details as Readonly<Record<string, string | number>> | undefined;
  throw new TroubleError(code, { ...told, ...facts });
}

function sayStill(code: string, facts: Readonly<Record<string, string | number>> = {}): void {
  console.error(sentenceOf(code, facts));
}

/** The hour of packing for a file's name. */
function stamp(): string {
  return new Date(hostClock().now() * 1_000).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
}
