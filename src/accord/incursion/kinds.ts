/** What was done on ground that a party claims, without its consent. */
export const INCURSION_KINDS = [
  'movement',
  'overflight',
  'shelling',
  'crossing',
  'post',
  'arrest',
  'other',
] as const;
