import { join } from 'node:path'
import { createDomainLookup, type DomainLookup, openResultCache } from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import type { PlacedConfig } from '../target-options.ts'
import { offlineBy } from './index-access.ts'
import type { InspectOptions } from './options.ts'
import { resultsFolder } from './results-folder.ts'

const timeoutMilliseconds = 3000
/** Of the form in which answers are kept. */
const version = '1'

/** Who is asked about the domains of authors: the name servers of the configuration, else those of this machine. */
export function domainLookup(
  { inspect }: PlacedConfig,
  options: Pick<InspectOptions, 'offline' | 'online'>,
  io: Io,
): DomainLookup {
  const offline = options.offline ?? offlineBy(io)
  if (options.online === true && offline)
    throw new UsageError('OPTION', '--online and --offline cannot both hold; leave one of them out')
  const results = resultsFolder(io)
  return createDomainLookup({
    servers: inspect.nameServers,
    offline,
    timeoutMilliseconds,
    cache: results === null ? null : openResultCache(join(results, 'domains'), version, io.now()),
    now: io.now,
  })
}
