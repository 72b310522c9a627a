import { join } from 'node:path'
import { SourceError, userCacheFolder } from '@cordon/sources'
import type { Io } from '../command.ts'

/** Where results are kept, or null where there is no place for a cache: then every artifact is inspected anew. */
export function resultsFolder(io: Io): string | null {
  try {
    return join(userCacheFolder(io.env), 'inspections')
  } catch (error) {
    if (error instanceof SourceError && error.code === 'NO_DATABASE') return null
    throw error
  }
}
