import type { Behaviour } from './behaviour.ts'
import { execOfDecoded } from './exec-of-decoded.ts'
import { execOfDownload } from './exec-of-download.ts'

/** Every behaviour, alphabetical by id. Order never carries meaning. */
export const behaviours: readonly Behaviour[] = [execOfDecoded, execOfDownload]
