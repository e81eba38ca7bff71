import * as z from 'zod';
import { REPORT_KINDS, SOURCE_KINDS, reportSchema } from '../accord/knowledge/schema.ts';
import { LANGUAGES } from '../accord/party/names.ts';
import { TLP_LEVELS } from '../accord/record.ts';
import { windowSchema, wire } from '../accord/wire.ts';
import type { Call } from './call.ts';
import type { Readers } from '../accord/party/audience.ts';

/* The shapes of imports under /api: files of others that become reports. */

/** The largest file that a desk sends, in bytes, packed or not. Larger ones come in by command. */
export const IMPORT_BYTES_MAX = 33_554_432;

/** The longest first line of an import's body, in bytes: what was chosen, as JSON. */
export const IMPORT_HEAD_BYTES_MAX = 65_536;

/** How many items of each outcome a dry run shows; the rest are counted. */
export const IMPORT_SHOWN_MAX = 100;

/** How many refused items an import keeps to be saved as a table. */
export const IMPORT_REFUSED_KEPT_MAX = 10_000;

const choices = z.strictObject({
  kind: z.enum(REPORT_KINDS).optional(),
  source: z.enum(SOURCE_KINDS).optional(),
  language: z.enum(LANGUAGES).optional(),
  when: windowSchema.optional(),
  place: reportSchema.shape.place.optional(),
  precisionMetres: z.int().min(0).max(2_000_000).optional(),
  /** Part of a report → column, or `=` and a text for all rows. */
  mapping: z.record(z.string().max(32), z.string().max(300)).optional(),
  preset: z.literal('ucdp-ged').optional(),
});

/** What an office says of a file beside the file; of items that say it themselves it changes nothing. [O3] */
export type ImportChoices = z.infer<typeof choices>;

const audience = wire.readers;

/** The first line of a dry run's body; the file as it is follows it. */
export const dryRunHeadSchema = z.strictObject({ audience: audience.optional(), choices });

/** The first line of an import's body; the file as it is follows it. */
export const importHeadSchema = z.strictObject({
  /** The file's name, to be shown while it comes in. */
  name: z.string().max(255),
  audience,
  tlp: z.enum(TLP_LEVELS),
  choices,
});

/** An item of a file: its number there, what the file calls it, its name as far as it has one. */
export interface ImportItem {
  readonly number: number;
  readonly type: string;
  readonly name: string;
}

/** An item that would come in. */
export interface TakenItem extends ImportItem {
  readonly title: string;
  readonly kind: string;
  /** A point to stand for the place: [lon, lat] in degrees. */
  readonly point: readonly [number, number];
  readonly precisionMetres: number;
  readonly when: { readonly from: string; readonly upto: string };
  /** How its source marked it, where it did. */
  readonly tlp?: string;
  /** It is here already, by an earlier import. */
  readonly isHere: boolean;
}

/** An item that cannot come in, with what is wrong; the fault's facts are texts and figures. */
export interface RefusedItem extends ImportItem {
  readonly fault: Readonly<Record<string, string | number>> & { readonly kind: string };
}

/** Items of one type that are never taken, how many and why. */
export interface LeftOut {
  readonly type: string;
  readonly reason: string;
  readonly count: number;
}

/** POST /api/imports/dry-run: what would come in, what not, and why. Nothing is written. [O11] */
export interface DryRunView {
  readonly format: string;
  readonly counts: {
    readonly taken: number;
    /** Of those taken: here already. */
    readonly here: number;
    readonly refused: number;
    readonly leftOut: number;
  };
  /** The first {@link IMPORT_SHOWN_MAX} of each. */
  readonly taken: readonly TakenItem[];
  readonly refused: readonly RefusedItem[];
  readonly leftOut: readonly LeftOut[];
  /** How often each fault was met. */
  readonly reasons: Readonly<Record<string, number>>;
  /** What items lack that the office may say for all of them: `time`, `place`. */
  readonly asks: readonly string[];
  /** Of tables and features: the columns, and which of them gives what. */
  readonly table?: {
    readonly columns: readonly string[];
    readonly fields: readonly string[];
    readonly mapping: Readonly<Record<string, string>>;
    readonly preset?: string;
  };
}

/** An import that goes on, was stopped, is done, or met trouble. */
export interface ImportView {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly audience: Readers;
  readonly state: 'running' | 'stopped' | 'done' | 'failed';
  /** The code of what went wrong. */
  readonly fault?: string;
  /** Items that are to come in, and those that were said or passed over. */
  readonly all: number;
  readonly saved: number;
  readonly passedOver: number;
  readonly refused: number;
  readonly leftOut: number;
}

/** What desks bring in from files. */
export const IMPORT_CALLS: readonly Call[] = [
  {
    method: 'post',
    path: '/api/imports/dry-run',
    summary:
      'What would come in of a file: a line of JSON {audience?, choices}, then the file as it is.',
    answers: 'DryRunView',
  },
  {
    method: 'post',
    path: '/api/imports',
    summary:
      'Begin to bring a file in: a line of JSON {name, audience, tlp, choices}, then the file.',
    answers: 'ImportView',
    status: 201,
  },
  {
    method: 'get',
    path: '/api/imports',
    summary: 'The imports of this desk, the newest first.',
    answers: 'ImportView[]',
  },
  {
    method: 'get',
    path: '/api/imports/{id}',
    summary: 'How far an import is.',
    answers: 'ImportView',
  },
  {
    method: 'delete',
    path: '/api/imports/{id}',
    summary: 'Stop an import after the batch that is on its way; what came in stays.',
    answers: 'Nothing',
    status: 204,
  },
  {
    method: 'get',
    path: '/api/imports/{id}/refused',
    summary: 'What an import refused, as a table (text/csv).',
    answers: 'The file',
  },
];
