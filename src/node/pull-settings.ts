import * as z from 'zod';
import { TLP_LEVELS } from '../accord/record.ts';
import { wire } from '../accord/wire.ts';
import { isLoopback } from './loopback.ts';

/** How many collections of others one node pulls. */
export const PULLS_MAX = 16;

/** Whether a text is the address of a TAXII collection: by TLS, or on this machine. [Y21] */
export function isCollectionUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  const isSafe =
    protocol === 'https:' ||
    (protocol === 'http:' && isLoopback(hostname.replaceAll(/[[\]]/g, '')));
  const isBare = search === '' && hash === '' && username === '' && password === '';
  return isSafe && isBare && /\/collections\/[^/]+\/$/.test(pathname);
}

/** The collections that a node pulls, in its `node.json`. [Y21] */
export const pullsSchema = z
  .array(
    z.strictObject({
      /** Ours for it; also the name of the file that remembers how far we are. */
      name: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/),
      url: z.string().refine(isCollectionUrl),
      /** A file in the node's folder with `user:secret`, readable by its owner alone. */
      secret: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/),
      everyMinutes: z.int().min(1).max(10_080),
      /** The office in whose name what comes is said; it must have the duty to report. */
      seat: wire.seat,
      audience: z.array(wire.party).min(1).max(64),
      tlp: z.enum(TLP_LEVELS),
    }),
  )
  .max(PULLS_MAX)
  .refine((pulls) => new Set(pulls.map(({ name }) => name)).size === pulls.length);

/** One collection that a node pulls. */
export type PullSettings = z.infer<typeof pullsSchema>[number];
