import { isAbsolute, join } from 'node:path'
import type { PipPlaces } from '../index-client/pip-settings.ts'

/** Folders in which installers keep what they fetched; a folder need not exist. */
export interface CachePlaces {
  readonly pip: readonly string[]
  readonly poetry: readonly string[]
  readonly uv: readonly string[]
}

/**
 * Where pip, poetry and uv keep what they fetched, by their own variables, else in the platform's place. `pipFolder` is what pip's
 * configuration says, null where it is silent.
 */
export function findCaches(places: PipPlaces, pipFolder: string | null): CachePlaces {
  const { env } = places
  const pip = isOn(env.PIP_NO_CACHE_DIR) ? [] : named(pipFolder ?? undefined, usual(places, 'pip', 'Cache'))
  const uv = isOn(env.UV_NO_CACHE) ? [] : named(env.UV_CACHE_DIR, usual(places, 'uv', 'cache'))
  return { pip, poetry: named(env.POETRY_CACHE_DIR, usual(places, 'pypoetry', 'Cache')), uv }
}

function isOn(value: string | undefined): boolean {
  return /^(?:1|true|yes|on)$/i.test(value ?? '')
}

/** A folder that is named by a relative path means another one in each project: a scanned project could bring it along. */
function named(own: string | undefined, standard: string | null): readonly string[] {
  if (own !== undefined && own !== '') return isAbsolute(own) ? [own] : []
  return standard === null ? [] : [standard]
}

function usual({ env, platform, home }: PipPlaces, name: string, below: string): string | null {
  const local = env.LOCALAPPDATA ?? ''
  if (platform === 'win32') return isAbsolute(local) ? join(local, name, below) : null
  const xdg = env.XDG_CACHE_HOME ?? ''
  // uv follows the XDG rules on macOS as well, the others do not.
  if (isAbsolute(xdg) && (platform !== 'darwin' || name === 'uv')) return join(xdg, name)
  if (!isAbsolute(home)) return null
  return platform === 'darwin' && name !== 'uv' ? join(home, 'Library', 'Caches', name) : join(home, '.cache', name)
}
