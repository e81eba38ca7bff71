import { describe, expect, it } from 'vitest';

import { DRAFT_UNITS_MAX as SAID_MAX } from '../../accord/party/schema.ts';
import { EMPTY_DRAFT } from './draft.ts';
import { DRAFT_UNITS_MAX } from './kinds.ts';
import {
  TEMPLATES_MAX,
  readersAfter,
  templateOf,
  withReaders,
  withTemplate,
} from './report-desk.ts';

const desk = { readers: ['nahr'], templates: [] };

describe('the readers of a new report', () => {
  it('are those of the last one, unless others were chosen', () => {
    expect(withReaders(EMPTY_DRAFT, desk).audience).toEqual(['nahr']);
    expect(withReaders({ ...EMPTY_DRAFT, isChosen: true }, desk).audience).toEqual([]);
    expect(withReaders({ ...EMPTY_DRAFT, isOwnOnly: true }, desk).audience).toEqual([]);
    expect(withReaders({ ...EMPTY_DRAFT, audience: ['jabal'] }, desk).audience).toEqual(['jabal']);
  });

  it('are never everybody by themselves', () => {
    expect(readersAfter(['nahr'], 2)).toEqual(['nahr']);
    expect(readersAfter(['nahr', 'jabal'], 2)).toEqual([]);
    // Where there is but one other, it is everybody: it is ticked each time.
    expect(readersAfter(['nahr'], 1)).toEqual([]);
    // [R10] Nor a compartment, whose name is kept in no draft outside it.
    expect(readersAfter(['qamar/border-desk'], 2)).toEqual([]);
  });
});

describe('a template', () => {
  it('holds what was written, without readers, times, sources and files', () => {
    const draft = {
      ...EMPTY_DRAFT,
      audience: ['nahr'],
      kind: 'crossing',
      title: 'Crossing at the ford',
      from: '1405',
      ownSource: `sha256:${'7c'.repeat(32)}` as never,
      details: { direction: 'into' },
      attachments: [{ id: '1', name: 'a.jpg', size: 3 }],
    } as const;
    const template = templateOf(' Ford ', draft);
    expect(template).toEqual({
      name: 'Ford',
      draft: { kind: 'crossing', title: 'Crossing at the ford', details: { direction: 'into' } },
    });
    expect(withTemplate([template], templateOf('Ford', EMPTY_DRAFT))).toEqual([
      { name: 'Ford', draft: {} },
    ]);
  });

  it('is refused where the desk has no more room', () => {
    expect(DRAFT_UNITS_MAX).toBe(SAID_MAX);
    const many = Array.from({ length: TEMPLATES_MAX }, (_, n) => templateOf(`${n}`, EMPTY_DRAFT));
    expect(withTemplate(many.slice(1), templateOf('x', EMPTY_DRAFT))).toHaveLength(TEMPLATES_MAX);
    expect(withTemplate(many, templateOf('x', EMPTY_DRAFT))).toBeUndefined();
    const long = templateOf('long', { ...EMPTY_DRAFT, text: 'x'.repeat(15_000) });
    expect(withTemplate([long], { ...long, name: 'another' })).toBeUndefined();
  });
});
