/**
 * When code runs, the earliest first: while its package is installed, at every start of the interpreter, when it is imported, as a
 * command, when someone calls it; or in a branch whose condition is known to be false.
 */
export const stages = ['install', 'start', 'import', 'entry', 'call', 'unreached'] as const
export type Stage = (typeof stages)[number]

/** Whether `a` runs before `b`. */
export function isEarlier(a: Stage, b: Stage): boolean {
  return stages.indexOf(a) < stages.indexOf(b)
}
