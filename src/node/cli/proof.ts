import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { utf8 } from '../../base/bytes.ts';
import { formatInstant } from '../../base/instant.ts';
import { TroubleError, invariant } from '../../base/result.ts';
import { audienceOf } from '../../accord/party/audience.ts';
import { receiptLines } from '../../ledger/receipt-key.ts';
import type { Folder } from '../folder.ts';
import { readFolder } from '../folder.ts';
import type { ProofAsked, ProofMakeFault, ProofStock } from '../operation-proof.ts';
import { makeOperationProof, proofFileName } from '../operation-proof.ts';
import { findPlans, readProofStock } from '../proof-folder.ts';
import { findRecords, makeRecordProof } from '../record-proof.ts';
import { troubleOf } from '../safe-file.ts';
import type { Command, Given } from './ask.ts';
import { UsageError, readArgs } from './ask.ts';

const USAGE = 'Usage: tansiq proof operation|record HASH --data DIR; see "tansiq proof --help".';

/** The fewest digits of a hash that may stand for it. */
export const HASH_DIGITS_MIN = 8;

/** Writes the proof file of an operation or a record from a node's folder, which is only read. */
export const proof: Command = {
  help: `Usage: tansiq proof operation HASH --data DIR [options]
       tansiq proof record HASH --data DIR [options]

  Writes one file that shows to anyone who holds the cards of the parties, and
  nothing else, whether the operation was covered by consents at every moment of
  its life: "tansiq verify FILE --card …" reads it on any machine.
  HASH is the plan's hash, or its first ${HASH_DIGITS_MIN} digits or more. A node need not be stopped.

  Of a record it writes its proof (C2SP tlog-proof) with all that witnesses and the members who
  stored it have signed, and beside it FILE.record, the record's exact bytes:
  "tansiq verify FILE --record FILE.record --cards DIR" names who had it, and when.

  --data DIR          the data folder of a node
  --out FILE          where to write; by default operation-HASH.proof or record-HASH.proof here
  --whole             give every entry of the logs, not only what tells of the operation
  --json              for programs

  Whoever gets the file reads the plan, all that was said to it, and the charter,
  rosters, claims and agreements of the centre: give it to those who may. Of other
  entries it holds nothing but hashes, unless --whole was asked for.
  Exit code 0: written. 1: could not be made. 2: not understood.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [2, 2],
      options: {
        data: { type: 'string' },
        out: { type: 'string' },
        whole: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const [what = '', hash = ''] = given.words;
    const isRecord = what === 'record' && !given.has('whole');
    if (what !== 'operation' && !isRecord) {
      throw new UsageError(`There is no proof of "${what}" so. ${USAGE}`);
    }
    const digits = digitsOf(hash);
    const folder = readFolder(given.must('data'));
    const stock = await readProofStock(folder);
    if (isRecord) return writeRecordProof(given, folder, stock, digits);
    const plans = await findPlans(stock, digits);
    const [plan] = plans;
    if (!plan) throw new TroubleError('plan-not-here', { hash, dir: folder.dir });
    if (plans.length > 1) {
      const hashes = plans.map((each) => each.hash).join(', ');
      throw new UsageError(`Several plans begin so: ${hashes}. Give more digits.`);
    }
    const centre = audienceOf(folder.charter.members);
    invariant(centre.ok, 'a charter has members');
    const asked: ProofAsked = {
      operation: plan.hash,
      audience: plan.log.audience,
      centre: centre.value,
      exercise: folder.charter.exercise,
      isWhole: given.has('whole'),
    };
    const made = await makeOperationProof(stock, asked);
    if (!made.ok) throw troubleWith(made.fault);
    const { bytes, ...counts } = made.value;
    const file = path.resolve(given.text('out') ?? proofFileName(plan.hash));
    write(file, bytes);
    if (given.has('json')) {
      const shown = { file, operation: plan.hash, bytes: bytes.length, ...counts };
      console.log(JSON.stringify(shown, undefined, 2));
    } else {
      console.log(`Written: ${file} (${bytes.length} bytes, ${counts.logs} logs).`);
      console.log(`It gives ${counts.given} entries and the hashes of ${counts.withheld} others.`);
      console.log('Whoever gets it reads the plan and all that was said to it.');
    }
    return 0;
  },
};

async function writeRecordProof(
  given: Given,
  folder: Folder,
  stock: ProofStock,
  digits: string,
): Promise<number> {
  const records = await findRecords(stock, digits);
  const [record] = records;
  if (!record) throw new UsageError(`No record that others read begins so here: ${digits}.`);
  if (records.some(({ hash }) => hash !== record.hash)) {
    throw new UsageError('Several records begin so. Give more digits.');
  }
  const { proof, checkpoint } = await makeRecordProof(folder.dir, stock, record);
  const name = `record-${record.hash.slice('sha256:'.length, 'sha256:'.length + 16)}.proof`;
  const file = path.resolve(given.text('out') ?? name);
  write(`${file}.record`, record.bytes);
  write(file, utf8(proof));
  const lines = receiptLines(stock.primitives, checkpoint, folder.cards.values());
  const storedBy = lines.map(({ party, time }) => ({ party, at: formatInstant(time) }));
  if (given.has('json')) {
    const { hash, index, log } = record;
    const shown = { file, record: hash, log: log.id, index, size: checkpoint.size, storedBy };
    console.log(JSON.stringify(shown, undefined, 2));
  } else {
    console.log(`Written: ${file} and ${file}.record.`);
    for (const { party, at } of storedBy) console.log(`It shows that ${party} had it at ${at}.`);
    console.log('Whoever gets the second file reads the record; the first holds hashes alone.');
  }
  return 0;
}

function digitsOf(hash: string): string {
  const digits = hash.replace(/^sha256:/, '');
  if (new RegExp(`^[0-9a-f]{${HASH_DIGITS_MIN},64}$`).test(digits)) return digits;
  throw new UsageError(
    `"${hash}" is no hash: sha256: and 64 digits, or the first ${HASH_DIGITS_MIN} or more.`,
  );
}

function troubleWith(fault: ProofMakeFault): TroubleError {
  return fault.kind === 'plan-private'
    ? new TroubleError('plan-private')
    : new TroubleError('proof-too-large', { limit: fault.limit });
}

function write(file: string, bytes: Uint8Array): void {
  if (existsSync(file)) throw new UsageError(`There is a file ${file} already. Choose --out.`);
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    throw troubleOf(thrown, file);
  }
}
