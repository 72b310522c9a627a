import { PypaError } from './error.ts'
import type { PackageName } from './name.ts'
import type { AnyVersion } from './version.ts'

export interface WheelFilename {
  readonly name: PackageName
  readonly version: AnyVersion
  readonly build: string | null
  readonly python: readonly string[]
  readonly abi: readonly string[]
  readonly platform: readonly string[]
}

export interface SdistFilename {
  readonly name: PackageName
  readonly version: AnyVersion
}

/** Reads `name-version(-build)?-python-abi-platform.whl` (binary distribution format); throws `PypaError('FILENAME')`. */
export function parseWheelFilename(_filename: string): WheelFilename {
  throw new PypaError('FILENAME', 'not built yet')
}

/** Reads `name-version.tar.gz` or `.zip` (PEP 625, and older spellings); throws `PypaError('FILENAME')`. */
export function parseSdistFilename(_filename: string): SdistFilename {
  throw new PypaError('FILENAME', 'not built yet')
}
