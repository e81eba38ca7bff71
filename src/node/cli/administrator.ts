import { TroubleError } from '../../base/result.ts';
import type { CentreView } from '../../contract/api.ts';
import { TOKEN_SECONDS_MAX, newToken } from '../http/session.ts';
import { hostClock } from '../primitives.ts';
import { shelfBeside } from './folder.ts';

/** How long the token of one command holds, in seconds. */
const TOKEN_SECONDS = 3_600;

/** A token of a desk that administers, for the one command that asks. Whoever may write the folder may have it. [N8] */
export async function administratorsHeaders(
  dir: string,
  address: string,
): Promise<{ readonly authorization: string }> {
  const centre = (await (await fetch(`${address}/api/centre`)).json()) as CentreView;
  const desk = centre.desks.find(({ duties }) => duties.includes('administer'));
  if (!desk) throw new TroubleError('nobody-administers', { dir });
  // As if it had been made long ago, so that it soon holds no more.
  const madeAt = hostClock().now() - TOKEN_SECONDS_MAX + TOKEN_SECONDS;
  const token = await newToken(shelfBeside(dir), desk.seat, madeAt);
  return { authorization: `Bearer ${token}` };
}
