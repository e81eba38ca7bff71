import { describe, expect, it } from 'vitest';
import { isInside } from './label-point.ts';
import { directionOfText } from './label-direction.ts';
import { areaFeatures, disputeLines, pointFeatures, precisionCircles } from './mark-features.ts';
import type { MapArea, MapPoint } from './marks.ts';
import { parseImageName } from './images.ts';
import { scaleStepOf } from './scale-bar.tsx';

const point = (id: string, more: Partial<MapPoint> = {}): MapPoint => ({
  id,
  lon: 44,
  lat: 35,
  kind: 'incident',
  label: id,
  precisionMetres: 0,
  age: 'fresh',
  ...more,
});

function square(west: number, south: number, side: number): MapArea['shape'] {
  const [east, north] = [west + side, south + side];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

const claim = (id: string, party: string, shape: MapArea['shape']): MapArea => ({
  id,
  kind: 'claim',
  party,
  label: id,
  shape,
});

describe('points', () => {
  it('keep out of clusters when they contradict each other, whichever of the two says so', () => {
    const points = [point('a', { contradicts: ['b'] }), point('b', { lon: 44.2 }), point('c')];
    const { settled, disputed } = pointFeatures(points);
    expect(disputed.features.map(({ properties }) => properties.id)).toEqual(['a', 'b']);
    expect(settled.features.map(({ properties }) => properties.id)).toEqual(['c']);
  });

  it('are joined by one line for each pair, also when both say it', () => {
    const points = [
      point('a', { contradicts: ['b', 'b', 'a'] }),
      point('b', { lon: 44.2, contradicts: ['a'] }),
    ];
    expect(disputeLines(points).features).toHaveLength(1);
  });

  it('contradict nothing that the map does not show', () => {
    const points = [point('a', { contradicts: ['elsewhere'] })];
    expect(disputeLines(points).features).toEqual([]);
    expect(pointFeatures(points).settled.features).toHaveLength(1);
  });

  it('lie in the middle of a circle as wide as their place is uncertain', () => {
    const [circle] = precisionCircles([point('a', { precisionMetres: 1000 })]).features;
    const ring = circle?.geometry.coordinates[0] ?? [];
    const tall = Math.max(...ring.map(([, y = 0]) => y)) - 35;
    expect(tall * 111_320).toBeCloseTo(1000, 0);
    expect(precisionCircles([point('exact', { precisionMetres: 10 })]).features).toEqual([]);
  });
});

describe('areas', () => {
  const parties = [
    { id: 'qamar', mark: 'Q', pattern: '' },
    { id: 'nahr', mark: 'N', pattern: '6 3' },
  ] as const;

  it('bear the pattern and the mark of their party', () => {
    const { shapes } = areaFeatures([claim('east', 'nahr', square(44, 35, 1))], parties);
    expect(shapes.features[0]?.properties).toMatchObject({ pattern: 1, mark: 'N' });
  });

  it('put their labels where no other area lies, if there is such a spot', () => {
    const ours = square(44, 35, 2);
    const theirs = square(45, 35, 2);
    const { labels } = areaFeatures(
      [claim('ours', 'qamar', ours), claim('theirs', 'nahr', theirs)],
      parties,
    );
    const [first, second] = labels.features.map(({ geometry }) => geometry.coordinates);
    expect(isInside(ours, first ?? []) && !isInside(theirs, first ?? [])).toBe(true);
    expect(isInside(theirs, second ?? []) && !isInside(ours, second ?? [])).toBe(true);
  });
});

describe('a label', () => {
  it.each([
    ['7 Div', 'ltr'],
    ['الفرقة 7', 'rtl'],
    ['7 فرقة', 'rtl'],
    ['هەولێر', 'rtl'],
    ['Çukurca', 'ltr'],
    ['38S ME 4465', 'ltr'],
    ['P-07 الجبل', 'ltr'],
    ['1234', 'ltr'],
    ['', 'ltr'],
  ] as const)('reads %j from its first strong letter', (text, direction) => {
    expect(directionOfText(text)).toBe(direction);
  });

  it('keeps every sign of its text, the separator too', () => {
    expect(parseImageName('label|town1|A|B|')).toEqual({
      kind: 'label',
      style: 'town1',
      text: 'A|B|',
    });
    expect(parseImageName('area|active|1|N|x|y')).toMatchObject({ mark: 'N', text: 'x|y' });
    expect(parseImageName('unknown')).toBeUndefined();
  });
});

describe('the scale', () => {
  it('is a round length that fits its bar', () => {
    for (let zoom = 2; zoom <= 17; zoom += 0.37) {
      const { metres, pixels } = scaleStepOf(35.5, zoom);
      expect(String(metres)).toMatch(/^[125]0*$/);
      expect(pixels).toBeLessThanOrEqual(110);
      expect(pixels).toBeGreaterThan(40);
    }
  });
});
