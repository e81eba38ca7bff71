import http from 'node:http';

/** What a server said. */
export interface Said {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether it came over a connection that was there before. */
  readonly isReused: boolean;
}

/** What is asked beside the address. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly agent?: http.Agent;
}

/** Asks by the bare protocol: the path goes out as it stands, and nothing is decoded or followed. */
export type Ask = (address: string, asking?: Asking) => Promise<Said>;

/** See {@link Ask}. */
export const ask: Ask = (address, asking = {}) =>
  new Promise((resolve, reject) => {
    const [, hostname = '', port = '80', path = '/'] =
      /^http:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(address) ?? [];
    const { method = 'GET', headers = {}, body, agent } = asking;
    const request = http.request(
      { hostname, port, path, method, headers, ...(agent ? { agent } : {}) },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
            isReused: request.reusedSocket,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
