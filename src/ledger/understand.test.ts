import { describe, expect, it } from 'vitest';
import type { LogId, PartyId } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import { sha256, utf8 } from '../base/bytes.ts';
import type { Audience } from '../accord/party/audience.ts';
import { portablePrimitives } from '../proof/primitives.ts';
import type { Log } from './log.ts';
import { understand } from './understand.ts';

const log: Log = {
  id: '0'.repeat(32) as LogId,
  author: 'qamar' as PartyId,
  audience: ['nahr', 'qamar'] as unknown as Audience,
  origin: `qamar.example/log/${'0'.repeat(32)}`,
  key: { name: 'qamar.example', type: 'ed25519', publicKey: new Uint8Array(32) },
};

describe('an entry', () => {
  it.each(['not JSON', '{"v":1}', '{"v":9,"type":"remark"}', ''])(
    '[L26] that says %j keeps its place as unknown, by the hash of its bytes',
    (text) => {
      const entry = utf8(text);
      const understood = understand(portablePrimitives, log, 4, entry);
      expect(understood).toMatchObject({ kind: 'unknown', hash: recordHash(sha256(entry)) });
    },
  );

  it('[L26] that is understood is said by the party of the log, whatever it claims', () => {
    const entry = utf8(
      JSON.stringify({
        v: 1,
        type: 'remark',
        id: '0199a0f0-0000-7000-8000-000000000001',
        at: '2026-11-22T10:00:00Z',
        by: { party: 'jabal', seat: 'duty-officer' },
        marking: { tlp: 'AMBER', caveats: [], exercise: true },
        refs: [],
        body: { language: 'en', text: 'All quiet.' },
      }),
    );
    const understood = understand(portablePrimitives, log, 4, entry);
    expect(understood).toMatchObject({ kind: 'said', said: { author: 'qamar', index: 4 } });
  });
});
