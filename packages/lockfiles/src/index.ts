import type { LockfileFormat } from './format.ts'
import { uvLock } from './formats/uv-lock.ts'

export { LockfileError } from './error.ts'
export type { LockfileFormat } from './format.ts'

/** Every format, alphabetical by id. Order never carries meaning. */
export const lockfileFormats = [uvLock] as const satisfies readonly LockfileFormat[]
