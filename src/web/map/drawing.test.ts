import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drawing, DrawingMode, DrawingStep, Position } from './drawing.ts';
import { decideDrawing, DRAWING_POINTS_MAX, openDrawing } from './drawing.ts';

const at = (longitude: number, latitude: number): DrawingStep => ({
  kind: 'place',
  at: [longitude, latitude],
});
const END: DrawingStep = { kind: 'end' };

function draw(mode: DrawingMode, ...steps: readonly DrawingStep[]): Drawing {
  return steps.reduce(decideDrawing, openDrawing(mode));
}

describe('a drawing', () => {
  it('is a box with the second of two opposite corners, unless they make none', () => {
    const ring = [
      [44, 35],
      [45, 35],
      [45, 36],
      [44, 36],
      [44, 35],
    ];
    const shape = { type: 'Polygon', coordinates: [ring] };
    expect(draw('box', at(44, 35), at(45, 36))).toEqual({ kind: 'done', shape });
    const turned = draw('box', at(45, 35), at(44, 36));
    expect(turned.kind === 'done' && turned.shape.type === 'Polygon').toBe(true);
    expect(draw('box', at(44, 35), at(45, 35))).toMatchObject({ fault: 'too-few-points' });
    expect(draw('box', at(44, 35), END)).toMatchObject({ fault: 'too-few-points' });
  });

  it('closes an area and turns it counter-clockwise, whichever way it was walked', () => {
    const expected = [
      [44, 35],
      [45, 35],
      [45, 36],
      [44, 35],
    ];
    const shape = { type: 'Polygon', coordinates: [expected] };
    expect(draw('polygon', at(44, 35), at(45, 35), at(45, 36), END)).toEqual({
      kind: 'done',
      shape,
    });
    const other = draw('polygon', at(44, 35), at(45, 36), at(45, 35), END);
    expect(other.kind === 'done' && other.shape.type === 'Polygon').toBe(true);
    const ring = other.kind === 'done' ? (other.shape.coordinates as number[][][])[0] : [];
    expect(area(ring ?? [])).toBeGreaterThan(0);
  });

  it('takes a point at the first click and a line at its end', () => {
    const point = { type: 'Point', coordinates: [44, 35] };
    expect(draw('point', at(44, 35))).toEqual({ kind: 'done', shape: point });
    const line = {
      type: 'LineString',
      coordinates: [
        [44, 35],
        [45, 36],
      ],
    };
    expect(draw('line', at(44, 35), at(45, 36), END)).toEqual({ kind: 'done', shape: line });
  });

  it('refuses to end an area of two corners and goes on', () => {
    const refused = draw('polygon', at(44, 35), at(45, 35), END);
    expect(refused).toMatchObject({ kind: 'open', fault: 'too-few-points' });
    expect(decideDrawing(decideDrawing(refused, at(45, 36)), END).kind).toBe('done');
  });

  it('refuses an outline that crosses itself, and one without an inside', () => {
    const bow = draw('polygon', at(0, 0), at(2, 2), at(2, 0), at(0, 2), END);
    expect(bow).toMatchObject({ kind: 'open', fault: 'crosses-itself' });
    const flat = draw('polygon', at(0, 0), at(1, 1), at(2, 2), END);
    expect(flat).toMatchObject({ kind: 'open', fault: 'crosses-itself' });
  });

  it('sets one corner where a double click sets two', () => {
    expect(draw('line', at(44, 35), at(44, 35))).toMatchObject({ points: [[44, 35]] });
  });

  it('takes back the last corner, and nothing when there is none', () => {
    const steps = [at(44, 35), at(45, 35), { kind: 'back' } as const];
    expect(draw('line', ...steps)).toMatchObject({ points: [[44, 35]] });
    expect(draw('line', { kind: 'back' })).toMatchObject({ kind: 'open', points: [] });
  });

  it('stays cancelled, whatever the hand does next', () => {
    expect(draw('line', at(44, 35), { kind: 'cancel' }, at(45, 35), END)).toEqual({
      kind: 'cancelled',
    });
  });

  it('takes no more corners than it may', () => {
    const many = Array.from({ length: DRAWING_POINTS_MAX + 1 }, (_, step) => at(step / 1000, 1));
    const full = draw('line', ...many);
    expect(full).toMatchObject({ kind: 'open', fault: 'too-many-points' });
    expect(full.kind === 'open' && full.points.length).toBe(DRAWING_POINTS_MAX);
  });

  it('gives every finished area a closed ring with an inside', () => {
    const position = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(fc.array(position, { maxLength: 8 }), (corners: Position[]) => {
        const end = draw('polygon', ...corners.map(([x, y]) => at(x, y)), END);
        if (end.kind !== 'done' || end.shape.type !== 'Polygon') return;
        const [ring = []] = end.shape.coordinates;
        expect(ring.at(0)).toEqual(ring.at(-1));
        expect(area(ring)).toBeGreaterThan(0);
      }),
    );
  });
});

function area(ring: readonly (readonly number[])[]): number {
  return ring.reduce((sum, [x = 0, y = 0], index) => {
    const [nextX = 0, nextY = 0] = ring[index + 1] ?? ring[0] ?? [];
    return sum + x * nextY - nextX * y;
  }, 0);
}
