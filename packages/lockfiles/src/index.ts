import type { LockfileFormat } from './format.ts'

export { LockfileError } from './error.ts'
export type { LockfileFormat } from './format.ts'

/** Every format, alphabetical by id. Order never carries meaning. */
export const lockfileFormats = [] as const satisfies readonly LockfileFormat[]
