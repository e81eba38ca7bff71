import type { RecordHash } from '../../base/ids.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import type { Said } from '../../accord/said.ts';
import type { ReadReport, Weighing } from '../present/judging.ts';
import { Refusal } from './problem.ts';

/** A matter that this desk may read; one that it may not is as if it were not there. */
export function mustMatter({ judgements, may }: Weighing, hash: RecordHash): Said<'matter'> {
  const said = judgements.one('matter', hash, may);
  if (!said) throw new Refusal('not-found');
  return said;
}

/** A report that this desk may read, with its text; one that it may not is as if it were not there. */
export async function mustRead(weighing: Weighing, hash: RecordHash): Promise<ReadReport> {
  const read = await weighing.report(hash);
  if (!read) throw new Refusal('not-found');
  return read;
}

/** A claim is named by its number; one that the report does not make is refused. [U3] */
export function mustMakeClaim(
  { claims }: Pick<Report, 'claims'>,
  claim: number | undefined,
  path: string,
): void {
  if (claim === undefined || claim <= (claims?.length ?? 0)) return;
  throw new Refusal('bad-request', { path });
}
