import { formatVerifierKey } from '../../proof/note.ts';
import { TroubleError } from '../../base/result.ts';
import { sha256, utf8 } from '../../base/bytes.ts';
import { fingerprintWords } from '../../contract/fingerprint.ts';
import { auditFolder } from '../audit-folder.ts';
import { rebuildIndex } from '../compose.ts';
import { readIdentities } from '../courier-key.ts';
import { readFolder } from '../folder.ts';
import { restore } from '../restore.ts';
import { sentenceOf } from '../sentences.ts';
import { sentenceOfFinding } from '../verify-words.ts';
import type { Command } from './ask.ts';
import { readArgs } from './ask.ts';

/** Brings a data folder back, audits its logs and makes its index anew. [K5] [K8] */
export const restoreFolder: Command = {
  help: `Usage: tansiq restore --from FOLDER --data DIR --identity FILE

  Brings the folder DIR back from the newest backup in FOLDER, with the age key in FILE. DIR
  must not be there or be empty. Every entry of every log is read and held against what its
  author signed, and the search index is made anew.

  A restored node writes nothing on its own logs until each other member, and the witness, has
  said what it holds of them and that has come back. Never run the lost folder again beside it.

  Exit code 0: all is whole. 1: trouble, or a log is not whole.`,
  async run(args) {
    const given = readArgs(args, {
      usage: 'Usage: tansiq restore --from FOLDER --data DIR --identity FILE',
      words: [0, 0],
      options: {
        from: { type: 'string' },
        data: { type: 'string' },
        identity: { type: 'string' },
      },
    });
    const [from, dir, file] = [given.must('from'), given.must('data'), given.must('identity')];
    const identities = readIdentities(file);
    if (identities.length === 0) throw new TroubleError('key-bad', { file });
    const done = await restore(from, dir, identities);
    console.log(
      `${dir}: the folder of ${done.party} as of ${done.at}, ${done.files} files from ` +
        `${done.pieces} pieces.`,
    );
    const folder = readFolder(dir);
    const verdicts = await auditFolder(folder);
    for (const { origin, place, size, findings } of verdicts) {
      console.log(
        `  ${origin || place}: ${size} entries, ${findings.length === 0 ? 'whole' : 'NOT WHOLE'}`,
      );
      for (const finding of findings) console.log(`    ${sentenceOfFinding(finding)}`);
    }
    await rebuildIndex({
      dir,
      say: (code, facts = {}) => {
        if (code !== 'learning') console.log(sentenceOf(code, facts));
      },
    });
    const own = folder.cards.get(folder.settings.party);
    if (own) {
      const hash = sha256(utf8(formatVerifierKey(own.identityKey)));
      console.log(`Its card: ${fingerprintWords(hash, 'en').join(' ')}`);
    }
    console.log('Start the node now: it asks the others first, and signs when all has come back.');
    return verdicts.every(({ findings }) => findings.length === 0) ? 0 : 1;
  },
};
