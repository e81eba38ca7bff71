import type { Post, Site } from '../../accord/holding/schema.ts';
import type { Language } from '../../accord/party/names.ts';
import type { RecordHash } from '../../base/ids.ts';
import type { PostView, SiteView } from '../../contract/beside-plans.ts';
import { namesOf } from '../agreements/agreement-draft.ts';
import type { Outline } from '../plans/outline.ts';
import { geometryOf, openOutline, outlineOf } from '../plans/outline.ts';
import { plainText } from '../plans/plain-text.ts';

/** A post or a protected site as far as it has been written. */
export interface HoldingDraft {
  readonly names: Readonly<Record<Language, string>>;
  readonly kind: string | undefined;
  readonly outline: Outline;
  /** Metres, as typed. */
  readonly distance: string;
  /** RFC 3339 in UTC. */
  readonly from: string | undefined;
  readonly upto: string | undefined;
  /** Nothing where no agreement allows it, or none needs to. */
  readonly agreement: string | undefined;
  readonly article: string;
  readonly purpose: string;
  readonly allowedUpto: string | undefined;
  readonly audience: readonly string[];
}

/** What is missing; each has a sentence `presence.missing.…`. */
export type HoldingFault = 'name' | 'kind' | 'place' | 'distance' | 'from' | 'upto' | 'allowed';

/** A form of which nothing is written. */
export const EMPTY_HOLDING: HoldingDraft = {
  names: { ar: '', ckb: '', tr: '', en: '' },
  kind: undefined,
  outline: openOutline('point'),
  distance: '',
  from: undefined,
  upto: undefined,
  agreement: undefined,
  article: '',
  purpose: '',
  allowedUpto: undefined,
  audience: [],
};

/** The form of a record that is to be replaced. */
export function draftOfHolding(view: PostView | SiteView): HoldingDraft {
  const body = 'post' in view ? view.post : view.site;
  const allowed = 'post' in view ? view.post.allowed : undefined;
  return {
    ...EMPTY_HOLDING,
    names: body.names,
    kind: body.kind,
    outline: outlineOf('post' in view ? view.post.at : view.site.ground),
    distance: String(body.distanceMetres),
    from: body.from,
    upto: body.upto ?? undefined,
    ...(allowed
      ? {
          agreement: allowed.agreement,
          article: allowed.article,
          purpose: allowed.purpose,
          allowedUpto: allowed.upto ?? undefined,
        }
      : {}),
  };
}

/** The farthest distance that others can be asked to keep, in metres; the schema's own limit. */
const DISTANCE_METRES_MAX = 50_000;

/** What is still missing, in the order of the form. */
export function holdingFaults(draft: HoldingDraft, language: Language): readonly HoldingFault[] {
  const metres = metresOf(draft.distance);
  const purpose = lineOf(draft.purpose);
  const isAllowedWhole = draft.article !== '' && purpose !== '';
  return [
    ...(namesOf(draft.names, language) ? [] : ['name' as const]),
    ...(draft.kind === undefined ? ['kind' as const] : []),
    ...(geometryOf(draft.outline) ? [] : ['place' as const]),
    ...(metres === undefined || metres > DISTANCE_METRES_MAX ? ['distance' as const] : []),
    ...(draft.from === undefined ? ['from' as const] : []),
    ...(draft.from !== undefined && draft.upto !== undefined && draft.upto <= draft.from
      ? ['upto' as const]
      : []),
    ...(draft.agreement !== undefined && !isAllowedWhole ? ['allowed' as const] : []),
  ];
}

/** What posts and sites share; nothing while anything is missing. */
function sharedOf(draft: HoldingDraft, language: Language) {
  const names = namesOf(draft.names, language);
  const ground = geometryOf(draft.outline);
  const distanceMetres = metresOf(draft.distance);
  const { from } = draft;
  if (!names || !ground || distanceMetres === undefined || from === undefined) return undefined;
  if (holdingFaults(draft, language).length > 0) return undefined;
  return { names, ground, distanceMetres, from, upto: draft.upto ?? null };
}

/** The post that is written. */
export function postOf(draft: HoldingDraft, language: Language): Post | undefined {
  const shared = sharedOf(draft, language);
  if (!shared) return undefined;
  const { ground, ...rest } = shared;
  const allowed =
    draft.agreement === undefined
      ? {}
      : {
          allowed: {
            agreement: draft.agreement as RecordHash,
            article: draft.article,
            purpose: lineOf(draft.purpose),
            upto: draft.allowedUpto ?? null,
          },
        };
  return { ...rest, kind: draft.kind as Post['kind'], at: ground, ...allowed };
}

/** The protected site that is written. */
export function siteOf(draft: HoldingDraft, language: Language): Site | undefined {
  const shared = sharedOf(draft, language);
  return shared && { ...shared, kind: draft.kind as Site['kind'] };
}

function metresOf(text: string): number | undefined {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;
}

function lineOf(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}
