import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { AttachmentView } from '../../src/contract/attachments.ts';
import type { BundleView, OpenedView } from '../../src/contract/courier.ts';
import { bundle } from '../../src/node/cli/bundle.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openNode } from '../../src/node/compose.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { attach, picture } from './uploading.ts';

// The two never run at once: whatever one has of the other was carried.

let dir: string;
let running: { readonly node: RunningNode; readonly desks: readonly Client[] } | undefined;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'tansiq-carried-'));
  await setStage(dir);
});
afterAll(async () => {
  await rest();
  rmSync(dir, { recursive: true, force: true });
});

const folder = (party: string): string => path.join(dir, party);

async function wake(party: string): Promise<{ analyst: Client; administrator: Client }> {
  await rest();
  const node = await openNode({ dir: folder(party), say: () => undefined });
  const analyst = await openDesk(node.address, 'analyst');
  const administrator = await openDesk(node.address, 'administrator');
  running = { node, desks: [analyst, administrator] };
  return { analyst, administrator };
}

async function rest(): Promise<void> {
  for (const desk of running?.desks ?? []) desk.close();
  await running?.node.close();
  running = undefined;
}

async function pack(from: Client, name: string, more = {}): Promise<BundleView> {
  const made = await from.post<BundleView>('/api/bundles', { to: 'krg', ...more });
  writeFileSync(path.join(dir, name), await from.bytes(`/api/bundles/${made.id}/file`));
  return made;
}

const viewsAt = (desk: Client, hash: string) =>
  desk.get<AttachmentView[]>(`/api/records/${hash}/attachments`);

describe('attachments in a courier’s pocket', () => {
  it('[G15] go after the records, up to a limit, and are whole where they are opened, running or not', async () => {
    const iraq = await wake('iraq');
    const [large, small] = [picture(900_000, 'large'), picture(80_000, 'small')];
    const named = [
      await attach(iraq.analyst, 'large.jpg', large),
      await attach(iraq.analyst, 'small.jpg', small),
    ];
    const report = { ...reportOf('Bridge', [43.6, 35.7], 'resident'), attachments: named };
    const body = { audience: ['iraq', 'krg'], tlp: 'AMBER', report };
    const { hash } = await iraq.analyst.post<Saved>('/api/reports', body);
    const none = await pack(iraq.administrator, 'none.age', { attachments: 0 });
    expect(none.attachments).toEqual({ packed: 0, left: 2 });
    const whole = await pack(iraq.administrator, 'whole.age');
    expect(whole.attachments).toEqual({ packed: 2, left: 0 });
    expect(whole.bytes).toBeGreaterThan(980_000);

    await rest();
    expect(await bundle.run(['open', path.join(dir, 'none.age'), '--data', folder('krg')])).toBe(0);
    let krg = await wake('krg');
    expect(await viewsAt(krg.analyst, hash)).toMatchObject([{ state: 'none' }, { state: 'none' }]);
    await rest();
    expect(await bundle.run(['open', path.join(dir, 'whole.age'), '--data', folder('krg')])).toBe(
      0,
    );
    krg = await wake('krg');
    expect(await viewsAt(krg.analyst, hash)).toMatchObject([
      { state: 'whole' },
      { state: 'whole' },
    ]);
    const bytes = await krg.analyst.bytes(`/api/records/${hash}/attachments/0/file`);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(named[0]!.sha256);

    // The same through a node that runs, which has the records already; once more changes nothing.
    await running?.node.house.attachments.store.remove(
      await running.node.house.attachments.store.keys(),
    );
    for (let twice = 0; twice < 2; twice += 1) {
      const answer = await fetch(`${krg.administrator.address}/api/bundles/opened`, {
        method: 'POST',
        headers: { authorization: `Bearer ${krg.administrator.token}` },
        body: new Uint8Array(readFileSync(path.join(dir, 'whole.age'))),
      });
      expect(await answer.json()).toMatchObject({ pieces: 16, unknown: 0 } as Partial<OpenedView>);
      expect(await viewsAt(krg.analyst, hash)).toMatchObject([
        { state: 'whole' },
        { state: 'whole' },
      ]);
    }
  }, 60_000);

  it('[G15] [G9] are not packed once their record was recalled', async () => {
    const iraq = await wake('iraq');
    const photo = await attach(iraq.analyst, 'wrong.jpg', picture(90_000, 'wrong'));
    const report = { ...reportOf('Wrong', [43.6, 35.7], 'resident'), attachments: [photo] };
    const body = { audience: ['iraq', 'krg'], tlp: 'AMBER', report };
    const { hash } = await iraq.analyst.post<Saved>('/api/reports', body);
    await iraq.analyst.post(`/api/reports/${hash}/recall`, { reason: 'mistake' });
    const made = await pack(iraq.administrator, 'later.age', { afterLast: true });
    expect(made.attachments).toEqual({ packed: 0, left: 0 });
  });
});
