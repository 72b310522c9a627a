import type { LockfileFormat } from './format.ts'
import { requirements } from './formats/requirements.ts'
import { uvLock } from './formats/uv-lock.ts'

export { LockfileError } from './error.ts'
export type { LockfileFormat } from './format.ts'
export { parseRequirementsText } from './requirements/read.ts'
export { decodeText } from './text.ts'

/** Every format, alphabetical by id. Order never carries meaning. */
export const lockfileFormats = [requirements, uvLock] as const satisfies readonly LockfileFormat[]
