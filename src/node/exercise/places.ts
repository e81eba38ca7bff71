import type { Post, Site } from '../../accord/holding/schema.ts';
import type { Names } from '../../accord/party/names.ts';

/*
 * Posts and protected sites of the exercise. All of them are invented and put down coarsely, to a
 * tenth of a degree or so: nothing stands there.
 */

/** A post as it is said first, before it is known since when it stands. */
export type NewPost = Pick<Post, 'names' | 'kind' | 'at' | 'distanceMetres'>;

/** A protected site as it is said first. */
export type NewSite = Pick<Site, 'names' | 'kind' | 'ground' | 'distanceMetres'>;

type Place = readonly [lon: number, lat: number];

const point = (at: Place) => ({ type: 'Point', coordinates: [...at] }) as unknown as Post['at'];

const names = (en: string, ar: string, ckb: string, tr: string): Names => ({
  ar: `${ar} (تمرين)`,
  ckb: `${ckb} (مەشق)`,
  tr: `${tr} (tatbikat)`,
  en: `${en} (exercise)`,
});

const post = (kind: Post['kind'], at: Place, distanceMetres: number, called: Names): NewPost => ({
  names: called,
  kind,
  at: point(at),
  distanceMetres,
});

const site = (kind: Site['kind'], at: Place, distanceMetres: number, called: Names): NewSite => ({
  names: called,
  kind,
  ground: point(at),
  distanceMetres,
});

/** The base that stands on ground which others claim, and is to be handed over. */
export const BASE = post(
  'base',
  [43.2, 36.1],
  2_000,
  names('Plain training base', 'قاعدة السهل للتدريب', 'بنکەی مەشقی دەشت', 'Ova eğitim üssü'),
);

/** Posts by the line of the plain. */
export const PLAIN_POSTS: readonly NewPost[] = [
  post(
    'post',
    [43.3, 35.4],
    1_000,
    names('Canal post', 'نقطة القناة', 'خاڵی کەناڵ', 'Kanal karakolu'),
  ),
  post(
    'checkpoint',
    [44.2, 35.1],
    500,
    names('South checkpoint', 'سيطرة الجنوب', 'بازگەی باشوور', 'Güney kontrol noktası'),
  ),
];

/** Posts by the line of the hills. */
export const HILL_POSTS: readonly NewPost[] = [
  post(
    'observation-post',
    [44.6, 35.9],
    1_000,
    names('Ridge lookout', 'مرصد الحافة', 'چاودێریگەی لووتکە', 'Sırt gözetleme noktası'),
  ),
  post(
    'post',
    [44.1, 36.4],
    1_000,
    names('Valley post', 'نقطة الوادي', 'خاڵی دۆڵ', 'Vadi karakolu'),
  ),
];

/** Posts by the border, and the base. */
export const BORDER_POSTS: readonly NewPost[] = [
  post(
    'post',
    [43.5, 37.3],
    1_000,
    names('Border post', 'نقطة الحدود', 'خاڵی سنوور', 'Sınır karakolu'),
  ),
  BASE,
];

/** Protected sites that the party of the plain names. */
export const PLAIN_SITES: readonly NewSite[] = [
  site(
    'school',
    [44.6, 35.1],
    1_000,
    names(
      'East village school',
      'مدرسة القرية الشرقية',
      'قوتابخانەی گوندی ڕۆژهەڵات',
      'Doğu köyü okulu',
    ),
  ),
];

/** Protected sites that the party of the hills names; the camp lies between the lines. */
export const HILL_SITES: readonly NewSite[] = [
  site('camp', [44.28, 35.52], 1_500, names('Tell camp', 'مخيم التل', 'کامپی گرد', 'Höyük kampı')),
  site(
    'shrine',
    [43.1, 36.6],
    1_000,
    names('Shrine on the hill', 'مزار التل', 'مەزاری سەر گرد', 'Tepedeki türbe'),
  ),
];
