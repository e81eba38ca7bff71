import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import { uncovered } from './cover.ts';
import { parseFeatures } from './geojson.ts';
import { areaKm2 } from './measure.ts';
import type { Shape } from './shape.ts';
import { boundsOf } from './shape.ts';
import { prepare, touchesPrepared } from './touch.ts';
import { isWithin } from './within.ts';

const BORDERS = '../shared/data/01-admin';
const isAbsent = !existsSync(BORDERS) && process.env['CI'] !== 'true';

describe.skipIf(isAbsent)('real borders (skipped where ../shared/data is absent)', () => {
  const read = (name: string): readonly Shape[] => {
    const json = JSON.parse(readFileSync(`${BORDERS}/${name}`, 'utf8')) as Json;
    const features = parseFeatures(json);
    if (!features.ok) throw new Error(features.fault.kind);
    return features.value.map((feature) => {
      if (!feature.ok) throw new Error(feature.fault.kind);
      return feature.value.shape;
    });
  };

  it('[P4] [P6] reads 3,600-corner borders and touches alike both ways', () => {
    const shapes = [...read('region_adm0_ne10m.geojson'), ...read('iraq_adm1.geojson')];
    const ready = shapes.map(prepare);
    for (const a of ready) {
      expect(touchesPrepared(a, a)).toBe(true);
      for (const b of ready) expect(touchesPrepared(a, b)).toBe(touchesPrepared(b, a));
    }
  });

  it('[P8] knows that the parts of a country cover it, and what one part less leaves bare', () => {
    const [country] = read('iraq_adm0.geojson') as [Shape];
    const parts = read('iraq_adm1.geojson');
    expect(uncovered(country, parts)).toBe(false);
    expect(uncovered(country, parts.slice(1))).toBe(true);
    expect(parts.every((part) => isWithin(part, country))).toBe(true);
    const sum = parts.reduce((km2, part) => km2 + areaKm2(part), 0);
    expect(sum).toBeCloseTo(areaKm2(country), 3);
    expect(boundsOf(country).west).toBeLessThan(boundsOf(country).east);
  });
});
