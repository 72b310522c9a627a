import { existsSync, readdirSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { formatOf } from '../formats.ts'

/** A target that is an environment, as far as its outside tells. */
export interface EnvironmentTarget {
  /** The folder that the tree begins at: of a system's library, the system. */
  readonly root: string
  /** What is looked at, from the root; `` is all of it. */
  readonly from: string
  /** Its other files are no project: only the environment is read. */
  readonly isOnly: boolean
}

const systemMarks = [
  'etc/os-release',
  'usr/lib/os-release',
  'var/lib/dpkg/status',
  'var/lib/dpkg/status.d',
  'lib/apk/db/installed',
]
const libraryName = /^(?:site|dist)-packages$/

/** How a folder is read that holds an environment, or is a part of one; null for any other. */
export function environmentAt(folder: string): EnvironmentTarget | null {
  if (isVirtual(folder)) return { root: folder, from: '', isOnly: !holdsProject(folder) }
  if (isSystem(folder)) return { root: folder, from: '', isOnly: true }
  if (libraryName.test(basename(folder)) || hasInstalled(folder)) return within(folder)
  return librariesBelow(folder) ? within(folder) : null
}

export function isVirtual(folder: string): boolean {
  return isFile(join(folder, 'pyvenv.cfg')) || statOf(join(folder, 'conda-meta'))?.isDirectory() === true
}

/** `site-packages` or `dist-packages`. */
export function isLibrary(folder: string): boolean {
  return libraryName.test(basename(folder))
}

/** Some people make the environment in the folder of their project. */
function holdsProject(folder: string): boolean {
  return namesIn(folder).some((name) => {
    const format = formatOf(name, { named: false })
    return name === '.git' || (format !== null && format.marks === undefined)
  })
}

function isSystem(folder: string): boolean {
  return systemMarks.some((mark) => existsSync(join(folder, mark)))
}

/** Where packages of a system put Python files; a folder elsewhere on a machine is nobody's but its user's. */
const ofSystem = /^(?:usr|opt|lib|lib64)(?:\/|$)/

/** What a folder belongs to is asked upwards: a virtual environment, or the system whose package database may own it. */
function within(folder: string): EnvironmentTarget {
  for (let at = dirname(folder); ; at = dirname(at)) {
    const from = relative(at, folder).split(sep).join('/')
    if (isVirtual(at) || (isSystem(at) && ofSystem.test(from))) return { root: at, from, isOnly: true }
    if (dirname(at) === at) break
  }
  const root = prefixOf(folder)
  return { root, from: relative(root, folder).split(sep).join('/'), isOnly: true }
}

/** `prefix/lib/python3.12/site-packages` → `prefix`; anything else stays. */
function prefixOf(folder: string): string {
  if (!libraryName.test(basename(folder))) return folder
  const above = dirname(folder)
  const library = /^(?:python|pypy|graalpy)\d/.test(basename(above)) ? dirname(above) : above
  return /^(?:lib|lib64|Lib)$/.test(basename(library)) ? dirname(library) : folder
}

function hasInstalled(folder: string): boolean {
  return namesIn(folder).some(
    (name) =>
      (name.endsWith('.dist-info') && name.length > '.dist-info'.length) ||
      (name === 'EGG-INFO' && statOf(join(folder, name))?.isDirectory() === true),
  )
}

/** `lib/python3.12/site-packages` and its like. */
function librariesBelow(folder: string): boolean {
  return ['lib', 'lib64', 'Lib', join('local', 'lib')].some((name) => {
    const library = join(folder, name)
    if (existsSync(join(library, 'site-packages'))) return true
    return namesIn(library).some(
      (each) =>
        /^(?:python|pypy|graalpy)\d/.test(each) &&
        ['site-packages', 'dist-packages'].some((leaf) => existsSync(join(library, each, leaf))),
    )
  })
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true
}

/** Null for what is not there and for what no path leads to. */
export function statOf(path: string): Stats | null {
  try {
    return statSync(resolve(path))
  } catch {
    return null
  }
}
