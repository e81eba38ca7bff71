import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { TroubleError } from '../../base/result.ts';
import { isCourier } from '../../ledger/card.ts';
import { backUp } from '../backup.ts';
import type { Command } from './ask.ts';
import { readArgs } from './ask.ts';

const USAGE =
  'Usage: tansiq backup --data DIR --to FOLDER [--for RECIPIENT]…; see "tansiq backup --help".';

const settingsSchema = z.strictObject({
  v: z.literal(1),
  recipients: z.array(z.string()).min(1).max(16),
});

/** Writes the next piece of a sealed backup; the node may run. [K1] */
export const backup: Command = {
  help: `Usage: tansiq backup --data DIR --to FOLDER [--for RECIPIENT]… [--new]

  Writes one more file into FOLDER: all of DIR the first time, then only what is new. It is
  sealed with age to each RECIPIENT (age1…; "age-keygen" makes one), by itself to those named
  in DIR/backup.json: { "v": 1, "recipients": ["age1…"] }. Nothing is ever written unsealed.
  Keep the recipients' secret keys away from this machine.

  --new   begins anew with all of DIR, for instance to throw older pieces away: what was
          recalled since stands in them

  Keep all files of one beginning together: "tansiq restore" needs each of them.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [0, 0],
      options: {
        data: { type: 'string' },
        to: { type: 'string' },
        for: { type: 'string', multiple: true },
        new: { type: 'boolean' },
      },
    });
    const dir = given.must('data');
    const named = given.texts('for');
    const recipients = named.length > 0 ? named : recipientsIn(dir);
    const bad = recipients.find((each) => !isCourier(each));
    if (bad !== undefined) throw new TroubleError('backup-recipient', { recipient: bad });
    const made = await backUp(dir, given.must('to'), recipients, given.has('new'));
    console.log(
      `${made.file}: piece ${made.piece}, ${made.bytes} bytes sealed to ${recipients.length} ` +
        `keys; ${made.files} files, ${made.fresh} bytes of them new.`,
    );
    return 0;
  },
};

function recipientsIn(dir: string): readonly string[] {
  const file = path.join(dir, 'backup.json');
  if (!existsSync(file)) return [];
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).recipients;
  } catch (thrown) {
    throw new TroubleError('settings-bad', { file }, thrown);
  }
}
