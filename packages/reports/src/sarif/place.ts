import type { Location } from '@cordon/model'
import { visible } from '../text/visible.ts'

/** The base that relative paths count from: the folder in which cordon was run. */
export const sourceRoot = '%SRCROOT%'

const drive = /^[A-Za-z]:[\\/]/

function encodePath(path: string): string {
  return path.toWellFormed().replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
}

/** SARIF `artifactLocation` (§3.4): percent-encoded, relative to the source root unless the path is absolute. */
export function artifactLocation(path: string): object {
  if (path.startsWith('/')) return { uri: `file://${encodePath(path)}` }
  if (drive.test(path)) return { uri: `file:///${path.slice(0, 2)}${encodePath(path.slice(2))}` }
  return { uri: encodePath(path) || '.', uriBaseId: sourceRoot }
}

/** SARIF `physicalLocation` (§3.29); without a region for a file as a whole, since lines count from 1. */
export function physicalLocation(at: Location, text: string): object {
  const location = { artifactLocation: artifactLocation(at.path) }
  if (at.line < 1) return location
  const snippet = text === '' ? {} : { snippet: { text: visible(text) } }
  return { ...location, region: { startLine: at.line, ...snippet } }
}
