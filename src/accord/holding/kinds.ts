/** What stands at a place for weeks and more. */
export const POST_KINDS = ['post', 'joint-post', 'checkpoint', 'base', 'observation-post'] as const;

/** What is protected wherever it stands. */
export const SITE_KINDS = ['school', 'hospital', 'shrine', 'camp', 'aid-convoy', 'other'] as const;
