import type { GradeAxes } from '../accord/knowledge/schema.ts';
import { CREDIBILITIES, RELIABILITIES } from '../accord/knowledge/schema.ts';

/** What a report's row may be looked at for; whether it holds for a reader is asked each time. [I3] */
export const MARKS = { attached: 1, linked: 2, contradicted: 4, judged: 8 } as const;

/** How many grades there are; 0 stands for none. */
export const GRADES = RELIABILITIES.length * CREDIBILITIES.length;

/** The number of a grade, from 1. */
export function gradeNumber({ reliability, credibility }: GradeAxes): number {
  const row = RELIABILITIES.indexOf(reliability) * CREDIBILITIES.length;
  return row + CREDIBILITIES.indexOf(credibility) + 1;
}

/** The grade of a number. */
export function gradeOfNumber(number: number): GradeAxes {
  const from0 = number - 1;
  return {
    reliability: RELIABILITIES[Math.floor(from0 / CREDIBILITIES.length)]!,
    credibility: CREDIBILITIES[from0 % CREDIBILITIES.length]!,
  };
}
