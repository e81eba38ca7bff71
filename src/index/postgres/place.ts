/** The schema in which an index lives where its address names none. */
export const SCHEMA = 'tansiq';

/** Where an index lives on a PostgreSQL server. */
export interface PostgresPlace {
  readonly host: string;
  readonly port: number;
  /** The server's socket on this machine, where it is reached by one. */
  readonly socket: string | undefined;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly schema: string;
  /** How the way there is kept from others: not at all, unproven, or proven by the server's name. */
  readonly tls: 'disable' | 'require' | 'verify-full';
  /** The place in words that bear no secret. */
  readonly name: string;
}

const PORT = 5432;
const QUERIES = ['schema', 'host', 'sslmode'];

/**
 * Reads an address, `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, or nothing where it is not one.
 * `?host=` names the folder of a socket, `?schema=` the schema, which begins with "tansiq" because
 * what is in it is thrown away at need. What leaves this machine is proven by TLS unless `?sslmode=`
 * says otherwise. [I50]
 */
export function parsePostgresUrl(text: string): PostgresPlace | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (!/^postgres(?:ql)?:$/.test(url.protocol)) return undefined;
  const asked = url.searchParams;
  if ([...asked.keys()].some((key) => !QUERIES.includes(key))) return undefined;
  const folder = asked.get('host');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost';
  const port = Number(url.port || PORT);
  const schema = asked.get('schema') ?? SCHEMA;
  const isHere = folder !== null || isLoopback(host);
  const tls = asked.get('sslmode') ?? (isHere ? 'disable' : 'verify-full');
  const parts = [url.pathname.slice(1), url.username, url.password].map(decoded);
  const [database, user, password] = parts;
  if (!database || !user || password === undefined) return undefined;
  if (!/^tansiq[a-z0-9_]{0,40}$/.test(schema) || !isTls(tls)) return undefined;
  if (folder !== null && !folder.startsWith('/')) return undefined;
  const where = folder ?? `${host}:${port}`;
  const name = `${where} ${database}/${schema}`;
  const socket = folder === null ? undefined : `${folder}/.s.PGSQL.${port}`;
  return { host, port, socket, database, user, password, schema, tls, name };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);
}

function isTls(text: string): text is PostgresPlace['tls'] {
  return text === 'disable' || text === 'require' || text === 'verify-full';
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
