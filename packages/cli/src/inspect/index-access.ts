import { readFileSync, statSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultIndexUrl } from '@cordon/pypa'
import { createHttpClient, createIndexClient, homeFolder, type IndexClient, readPipSettings } from '@cordon/sources'
import type { Io } from '../command.ts'
import type { InspectOptions } from './options.ts'
import { resultsFolder } from './results-folder.ts'

/** A wheel of the largest frameworks has three gigabytes. */
const maxFileBytes = 4 * 1024 * 1024 * 1024
const longestNetrc = 1024 * 1024

/** The indexes that a project is looked for at, opened when the first one is. */
export function inspectionIndex(options: Pick<InspectOptions, 'indexUrl' | 'offline'>, io: Io): () => IndexClient {
  let client: IndexClient | null = null
  return () => {
    client ??= createIndexClient(createHttpClient(io, { offline: options.offline ?? offlineBy(io) }), {
      indexes: indexesOf(options, io),
      netrc: readNetrc(io),
      folder: join(resultsFolder(io) ?? join(tmpdir(), 'cordon'), 'downloads'),
      maxFileBytes,
    })
    return client
  }
}

function offlineBy({ env }: Io): boolean {
  return !['', '0', 'false'].includes(env.CORDON_OFFLINE ?? '')
}

function indexesOf({ indexUrl }: Pick<InspectOptions, 'indexUrl'>, io: Io): readonly string[] {
  if (indexUrl !== undefined) return indexUrl
  const pip = readPipSettings({ env: io.env, platform: platform(), home: homeFolder() })
  if (pip.noIndex) return pip.extraIndexUrls
  // What is on this disk answers at once, and the same files are the same by their hashes.
  const isLocal = (url: string): boolean => url.startsWith('file:')
  const all = [pip.indexUrl ?? defaultIndexUrl, ...pip.extraIndexUrls]
  return [...all.filter(isLocal), ...all.filter((url) => !isLocal(url))]
}

function readNetrc({ env }: Io): string | null {
  const path = env.NETRC ?? join(homeFolder(), platform() === 'win32' ? '_netrc' : '.netrc')
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size <= longestNetrc ? readFileSync(path, 'utf8') : null
}
