import { isAbsolute, join } from 'node:path'
import type { Environment } from '../cache.ts'

/**
 * The folder for what belongs to this user on this machine and must not be lost or shared as a cache may be: `CORDON_STATE_DIR`; else
 * `cordon` in `XDG_STATE_HOME` (which counts only when it is absolute); else in the platform's own place below `home`. Null where
 * there is no such place.
 */
export function stateFolder(env: Environment, platform: NodeJS.Platform, home: string): string | null {
  const own = env.CORDON_STATE_DIR ?? ''
  if (isAbsolute(own)) return own
  const xdg = env.XDG_STATE_HOME ?? ''
  if (isAbsolute(xdg)) return join(xdg, 'cordon')
  const local = env.LOCALAPPDATA ?? ''
  if (platform === 'win32' && isAbsolute(local)) return join(local, 'cordon', 'State')
  if (!isAbsolute(home)) return null
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'cordon')
  return join(home, '.local', 'state', 'cordon')
}
