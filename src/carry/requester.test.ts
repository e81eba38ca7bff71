import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion, TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shown, TestAuthority } from './cast.suite.ts';
import { testAuthority } from './cast.suite.ts';
import type { LinkTroubleError, Requester, Target } from './requester.ts';
import { openRequester } from './requester.ts';

const nahr = testAuthority('nahr');
const qamar = testAuthority('qamar');

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Listening {
  readonly shown: Shown;
  /** Whose certificates it takes. */
  readonly takes: TestAuthority;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly answer?: (asked: IncomingMessage, answer: ServerResponse) => void;
}

async function listen({ shown, takes, answer, ...versions }: Listening): Promise<string> {
  const options = {
    key: shown.key,
    cert: shown.certificate,
    ca: takes.certificate,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3' as const,
    ...versions,
  };
  const server = createServer(options, answer ?? ((_, response) => response.end('here')));
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function targetAt(address: string, more: Partial<NonNullable<Target['trust']>> = {}): Target {
  const { key, certificate } = qamar.issue('qamar.example');
  const trust = { key, certificate, authority: nahr.certificate, domain: 'nahr.example', ...more };
  return { address, trust, isPacking: false };
}

function open(target: Target | undefined): Requester {
  const requester = openRequester(() => target);
  closing.push(() => requester.drop());
  return requester;
}

const ask = async (requester: Requester): Promise<string> => {
  const { body } = await requester.ask('/', { signal: AbortSignal.timeout(10_000) }, 1_000);
  return Buffer.from(body).toString();
};

const whyOf = (requester: Requester): Promise<string> =>
  ask(requester).then(
    () => 'answered',
    (trouble: LinkTroubleError) => trouble.why,
  );

describe('a question over a link', () => {
  it('[T5] knows the peer by the name in its card, whatever its address, and tells until when', async () => {
    const address = await listen({ shown: nahr.issue('nahr.example'), takes: qamar });
    const requester = open(targetAt(address));
    expect(await ask(requester)).toBe('here');
    const days = ((requester.shownUpto() ?? 0) - Date.now() / 1000) / 86_400;
    expect(Math.round(days)).toBe(90);
    const another = open(targetAt(address, { domain: 'nahr.example.evil.example' }));
    expect(await whyOf(another)).toBe('certificate-of-another');
  });

  it('[T10] says why there is none: which certificate does not hold, or that nobody answers', async () => {
    const shown = {
      expired: nahr.issue('nahr.example', -10, -1),
      early: nahr.issue('nahr.example', 1, 10),
      strange: qamar.issue('nahr.example'),
      good: nahr.issue('nahr.example'),
    };
    const whys: string[] = [];
    for (const each of [shown.expired, shown.early, shown.strange]) {
      whys.push(await whyOf(open(targetAt(await listen({ shown: each, takes: qamar })))));
    }
    const stranger = await listen({ shown: shown.good, takes: nahr });
    whys.push(await whyOf(open(targetAt(stranger))));
    whys.push(await whyOf(open(targetAt('https://127.0.0.1:1'))));
    whys.push(await whyOf(open(undefined)));
    expect(whys).toEqual([
      'certificate-expired',
      'certificate-early',
      'certificate-unknown',
      'refused',
      'unreachable',
      'no-address',
    ]);
  });

  it('[T3] speaks TLS 1.3 and nothing older', async () => {
    const shown = nahr.issue('nahr.example');
    const old = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
    const address = await listen({ shown, takes: qamar, ...old });
    expect(await whyOf(open(targetAt(address)))).not.toBe('answered');
  });

  it('[T7] goes on over the connections that there are when our certificate is renewed', async () => {
    const seen: string[] = [];
    const address = await listen({
      shown: nahr.issue('nahr.example'),
      takes: qamar,
      answer: (asked, answer) => {
        const { serialNumber } = (asked.socket as TLSSocket).getPeerCertificate();
        seen.push(serialNumber);
        if (asked.url === '/stream') answer.write('one');
        else answer.end('here');
      },
    });
    let target = targetAt(address);
    const requester = openRequester(() => target);
    closing.push(() => requester.drop());
    const signal = AbortSignal.timeout(10_000);
    const stream = await requester.stream('/stream', { signal }, 10_000);
    target = targetAt(address);
    expect(await ask(requester)).toBe('here');
    expect(new Set(seen).size).toBe(2);
    for await (const part of stream) {
      expect(Buffer.from(part).toString()).toBe('one');
      break;
    }
  });

  it('takes no answer that is longer than was asked for', async () => {
    const address = await listen({
      shown: nahr.issue('nahr.example'),
      takes: qamar,
      answer: (_, answer) => answer.end('x'.repeat(1_001)),
    });
    expect(await whyOf(open(targetAt(address)))).toBe('broken');
  });
});
