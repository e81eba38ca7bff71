import type * as z from 'zod';

/** One call of the interface. */
export interface Call {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly answers: string;
  readonly status?: 200 | 201 | 204;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  /** Calls are for signed-in desks unless they say otherwise. */
  readonly open?: true;
}
