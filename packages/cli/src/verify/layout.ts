import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { LayoutInput } from '@cordon/attest'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readTrust } from '../trust/read.ts'
import type { VerifyCommandOptions } from './options.ts'
import { readDocumentText } from './subjects.ts'

const mostLinks = 4096
const mostDepth = 10

/** The layout that is named, with the links beside it or in the folder that is named; null where none is. Throws `UsageError`. */
export async function readLayoutInput(options: VerifyCommandOptions, io: Io): Promise<LayoutInput | null> {
  const { layout, links, identity, issuer, threshold } = options
  if (layout === undefined) {
    if (links !== undefined) throw new UsageError('OPTION', '--links belong to a layout; name it with --layout')
    return null
  }
  if (identity !== undefined || issuer !== undefined || threshold !== undefined)
    throw new UsageError('OPTION', '--layout is signed by keys, all of them: name those of its owners with --key')
  const { keys = [] } = await readTrust(options, io)
  if (keys.length === 0) throw new UsageError('OPTION', '--layout is signed by its owners; name their keys with --key')
  const folder = resolve(io.cwd, links ?? dirname(layout))
  const found = new Map<string, string>()
  await collectLinks(folder, '', found)
  return { layout: await readDocumentText(layout, io.cwd), links: found, keys, now: io.now() }
}

async function collectLinks(folder: string, below: string, found: Map<string, string>): Promise<void> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((cause) => {
    throw new UsageError('OPTION', `${join(folder, below)}: cannot be read`, { cause })
  })
  for (const entry of entries) {
    const path = `${below}${entry.name}`
    // Links of a sublayout lie in a folder that is called like its link.
    const isSublayout = entry.isDirectory() && entries.some(({ name }) => name === `${entry.name}.link`)
    if (isSublayout && path.split('/').length <= mostDepth) await collectLinks(folder, `${path}/`, found)
    if (!entry.isFile() || !entry.name.endsWith('.link')) continue
    if (found.size >= mostLinks) throw new UsageError('OPTION', `${folder}: has more than ${mostLinks} links`)
    found.set(path, await readDocumentText(join(folder, path), '/'))
  }
}
