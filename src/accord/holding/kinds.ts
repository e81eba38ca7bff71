/** What stands at a place for weeks and more. */
export const POST_KINDS = ['post', 'joint-post', 'checkpoint', 'base', 'observation-post'] as const;

/** What is protected wherever it stands. */
export const SITE_KINDS = ['school', 'hospital', 'shrine', 'camp', 'aid-convoy', 'other'] as const;

/** What a party holds ground with, posts among them. */
export const HOLDING_KINDS = [...POST_KINDS, 'patrol', 'line', 'sector', 'corridor'] as const;

/** See {@link HOLDING_KINDS}. */
export type HoldingKind = (typeof HOLDING_KINDS)[number];

/** How a holding is; only what is open or degraded covers ground. */
export const HOLDING_STATES = ['open', 'degraded', 'closed', 'planned'] as const;
