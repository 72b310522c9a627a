import { epss } from './epss.ts'
import { kev } from './kev.ts'
import { osv } from './osv.ts'
import type { AdvisorySource } from './source.ts'

/** Every source of the advisory database, alphabetical by id. Order never carries meaning. */
export const advisorySources = [epss, kev, osv] as const satisfies readonly AdvisorySource<unknown>[]
export type AdvisorySourceId = 'epss' | 'kev' | 'osv'
