import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { PartyId } from '../base/ids.ts';
import { TroubleError, err, ok } from '../base/result.ts';
import type { CentreView } from '../contract/api.ts';
import type { Choices } from '../gateway/items.ts';
import { boundByMarks } from '../gateway/marking.ts';
import { WHOLE_FILE_BYTES_MAX } from '../gateway/recognise.ts';
import { readImport } from './import-items.ts';
import type { SourceRow } from './import-file.ts';

/** What the operator says of a file beside the file. */
export type WholeChoices = Omit<Choices, 'isExercise'>;

/** What is read, and at which node it shall come in; a dry run needs none. */
export interface WholeOptions {
  readonly file: string;
  readonly choices: WholeChoices;
  readonly audience: readonly PartyId[];
  readonly url: string;
  readonly token: string;
}

/**
 * The items of a file that is read whole, by its content. Trouble: `import-file-missing`,
 * `import-file-too-large`, or `import-unreadable` with what is wrong. [O5] [O7] [O10]
 */
export async function openWhole(options: WholeOptions): Promise<readonly SourceRow[]> {
  const { file, choices, audience } = options;
  const bytes = await bytesOf(file);
  const { party, isExercise } = await askNode(options);
  const read = readImport(bytes, { ...choices, isExercise });
  if (!read.ok) {
    const { kind, ...facts } = read.fault;
    throw new TroubleError('import-unreadable', { file, kind, ...facts });
  }
  const isForOwnAlone = party !== undefined && audience.every((each) => each === party);
  return boundByMarks(read.value.outcomes, isForOwnAlone).map((each): SourceRow => {
    const { number, type, name } = each;
    switch (each.outcome) {
      case 'taken':
        return { number, row: {}, made: ok(each.row) };
      case 'refused':
        return { number, row: each.fields ?? { type, name }, made: err(each.fault) };
      case 'left-out': {
        const made = err({ kind: 'unreadable-row', reason: each.reason } as const);
        return { number, row: {}, made, leftOut: `${each.reason} (${type})` };
      }
    }
  });
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new TroubleError('import-file-missing', { file }, cause);
  });
  if (!found.isFile()) throw new TroubleError('import-file-missing', { file });
  if (found.size > WHOLE_FILE_BYTES_MAX) {
    throw new TroubleError('import-file-too-large', { file, limit: WHOLE_FILE_BYTES_MAX });
  }
  const parts: Buffer[] = [];
  for await (const part of createReadStream(file)) parts.push(part as Buffer);
  return new Uint8Array(Buffer.concat(parts));
}

/** Whose node it is, and whether its centre is in an exercise; what is not known is taken strictly. */
async function askNode({ url, token }: WholeOptions): Promise<{
  readonly party: string | undefined;
  readonly isExercise: boolean;
}> {
  if (url === '') return { party: undefined, isExercise: false };
  const headers = { authorization: `Bearer ${token}` };
  const address = `${url.replace(/\/$/, '')}/api/centre`;
  const answer = await fetch(address, { headers }).catch(() => undefined);
  const said: unknown = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  const { self, charter } = (said ?? {}) as Partial<CentreView>;
  return { party: self, isExercise: charter?.exercise === true };
}
