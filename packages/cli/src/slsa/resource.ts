import { versionText } from '@cordon/model'
import { parseSdistFilename, parseWheelFilename, purlOf } from '@cordon/pypa'

/** What a distribution's file name says, or null for any other name. */
export interface NamedDistribution {
  /** Normalized. */
  readonly package: string
  /** Package URL of this one file. */
  readonly purl: string
}

/** Reads the file name of a wheel or a source distribution. */
export function readDistribution(filename: string): NamedDistribution | null {
  try {
    const { name, version } = filename.endsWith('.whl') ? parseWheelFilename(filename) : parseSdistFilename(filename)
    return { package: name, purl: purlOf(name, versionText(version), { file_name: filename }) }
  } catch {
    return null
  }
}
