import { describe, expect, it } from 'vitest';

import type { Report } from '../../accord/knowledge/schema.ts';
import type { RecordHash } from '../../base/ids.ts';
import { requests } from '../../contract/requests.ts';
import { EMPTY_RELEASE, releaseOf, releasedBy } from './release-draft.ts';

const HASH = `sha256:${'7c'.repeat(32)}` as RecordHash;
const of = { hash: HASH, audience: ['nahr', 'qamar'], self: 'qamar' };
const report: Report = {
  kind: 'incident',
  title: 'Shots at the mill',
  language: 'en',
  text: 'By the miller.',
  place: { geometry: { type: 'Point', coordinates: [43.6, 35.7] }, precisionMetres: 10 },
  when: { from: '2026-11-22T10:17:31Z', upto: '2026-11-22T10:17:32Z' },
  source: { kind: 'resident', handle: 'k3j7q2xw5mzd4n6p' },
};

describe('a release that is being chosen', () => {
  it('says every part that is missing, and takes nobody by itself', () => {
    expect(releaseOf(EMPTY_RELEASE, of)).toEqual({ ok: false, fault: ['audience', 'form'] });
    const same = { ...EMPTY_RELEASE, audience: ['nahr'], form: 'whole' } as const;
    expect(releaseOf(same, of)).toMatchObject({ fault: ['same'] });
    const coarser = { ...EMPTY_RELEASE, audience: ['jabal'], form: 'coarser' } as const;
    expect(releaseOf(coarser, of)).toMatchObject({ fault: ['title', 'place', 'when'] });
  });

  it('[R10] goes out of a compartment to all of our own party where that is said outright', () => {
    const inside = { hash: HASH, audience: ['qamar/border-desk'], self: 'qamar' };
    const begun = { ...EMPTY_RELEASE, within: 'qamar/border-desk', form: 'whole' } as const;
    expect(releaseOf(begun, inside)).toMatchObject({ fault: ['audience'] });
    const release = releaseOf({ ...begun, isOwnOnly: true }, inside);
    expect(release).toMatchObject({ ok: true, value: { audience: ['qamar'] } });
    expect(releaseOf({ ...EMPTY_RELEASE, isOwnOnly: true, form: 'whole' }, of).ok).toBe(false);
  });

  it('[H13] [H14] becomes what the door takes, and shows what will be read', () => {
    const chosen = {
      ...EMPTY_RELEASE,
      audience: ['jabal'],
      form: 'coarser',
      title: ' Shots \n in the north ',
      place: '10000',
      when: 'day',
    } as const;
    const release = releaseOf(chosen, of);
    if (!release.ok) throw new Error(release.fault.join());
    expect(requests.release.safeParse(release.value).success).toBe(true);
    expect(release.value.audience).toEqual(['qamar', 'jabal']);
    expect(release.value.coarsening).toMatchObject({ title: 'Shots in the north', text: '' });
    const shown = releasedBy(chosen, report, 180);
    expect(shown).toMatchObject({ title: 'Shots in the north', whenForm: 'day' });
    expect(JSON.stringify(shown)).not.toMatch(/mill|k3j7/);
    expect(releasedBy({ ...chosen, form: 'whole' }, report, 180).title).toBe(report.title);
  });
});
