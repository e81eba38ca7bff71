/* Lists without schemas, so that a screen need not fetch what checks them. */

/** The six kinds of plan. */
export const PLAN_KINDS = [
  'operation',
  'sweep',
  'patrol',
  'checkpoint',
  'overflight',
  'visit',
] as const;

/** See {@link PLAN_KINDS}. */
export type PlanKind = (typeof PLAN_KINDS)[number];

/** What a party brings, as kinds and counts; never names of people. */
export const FORCE_KINDS = [
  'infantry',
  'police',
  'border-guard',
  'engineers',
  'disposal',
  'medical',
  'vehicles',
  'observers',
  'staff',
] as const;

/** See {@link FORCE_KINDS}. */
export type ForceKind = (typeof FORCE_KINDS)[number];

/** What an operation does where contact between its parties is lost. */
export const LOST_CONTACT_RULES = ['finish-phase', 'suspend', 'withdraw'] as const;
