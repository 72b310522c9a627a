/** Credentials for registries where `docker login` and `podman login` keep them. The programs that such files may name are never run. */
import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { isObject } from '@cordon/model'
import { systemCode } from '../disk.ts'
import { SourceError } from '../error.ts'

export interface RegistryCredentials {
  readonly username: string
  readonly password: string
  /** Stands for a password where there is one: exchanged for a token (OAuth 2.0 refresh token). */
  readonly identityToken: string | null
}

/** What the files say of one registry: credentials, the program that has them, or nothing. */
export type FoundCredentials =
  | { readonly kind: 'credentials'; readonly credentials: RegistryCredentials; readonly file: string }
  | { readonly kind: 'program'; readonly program: string; readonly file: string }
  | { readonly kind: 'none' }

export interface ConfigPlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Empty where there is none. */
  readonly home: string
}

const longestFile = 1024 * 1024

/** Looks a registry's credentials up, for a repository where the file tells repositories apart. Throws `UNREADABLE` for a file that the environment names. */
export function findCredentials(registry: string, repository: string, places: ConfigPlaces): FoundCredentials {
  let program: FoundCredentials = { kind: 'none' }
  for (const { path, isNamed } of configFiles(places)) {
    const config = readConfig(path, isNamed)
    if (config === null) continue
    const entry = entryFor(config, registry, repository)
    if (entry !== null) return { kind: 'credentials', credentials: entry, file: path }
    const helper = helperFor(config, registry)
    if (helper !== null && program.kind === 'none') program = { kind: 'program', program: helper, file: path }
  }
  return program
}

function configFiles({ env, home }: ConfigPlaces): readonly { readonly path: string; readonly isNamed: boolean }[] {
  const own = env.REGISTRY_AUTH_FILE ?? ''
  if (own !== '') return [{ path: own, isNamed: true }]
  const runtime = env.XDG_RUNTIME_DIR ?? ''
  const docker = env.DOCKER_CONFIG ?? ''
  return [
    ...(isAbsolute(runtime) ? [join(runtime, 'containers', 'auth.json')] : []),
    ...(docker !== '' ? [join(docker, 'config.json')] : isAbsolute(home) ? [join(home, '.docker', 'config.json')] : []),
  ].map((path) => ({ path, isNamed: false }))
}

type Json = Readonly<Record<string, unknown>>

function readConfig(path: string, isNamed: boolean): Json | null {
  try {
    const stats = statSync(path)
    if (!stats.isFile() || stats.size > longestFile) throw new Error('no file, or too large')
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isObject(value) ? value : null
  } catch (cause) {
    if (!isNamed && ['ENOENT', 'ENOTDIR'].includes(systemCode(cause))) return null
    throw new SourceError(
      'UNREADABLE',
      `${path}: the credentials of registries cannot be read from it. Check the file.`,
      {
        cause,
      },
    )
  }
}

function objectIn(object: Json, key: string): Json {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return isObject(value) ? value : {}
}

/** The entry of the longest name: a repository, the folders above it, the registry. */
function entryFor(config: Json, registry: string, repository: string): RegistryCredentials | null {
  const entries = new Map<string, Json>()
  for (const [key, value] of Object.entries(objectIn(config, 'auths')))
    if (isObject(value)) entries.set(plainKey(key), value)
  const parts = repository.split('/')
  for (let length = parts.length; length >= 0; length--) {
    const name = [registry, ...parts.slice(0, length)].join('/')
    const entry = entries.get(name)
    const credentials = entry === undefined ? null : credentialsOf(entry)
    if (credentials !== null) return credentials
  }
  return null
}

/** `https://index.docker.io/v1/` is how Docker calls its own; others have their host there, once with scheme and version. */
function plainKey(key: string): string {
  const plain = key
    .replace(/^https?:\/\//, '')
    .replace(/\/v[12]\/?$/, '')
    .replace(/\/$/, '')
  return plain === 'index.docker.io' || plain === 'registry-1.docker.io' ? 'docker.io' : plain
}

function credentialsOf(entry: Json): RegistryCredentials | null {
  const text = (key: string): string => (typeof entry[key] === 'string' && Object.hasOwn(entry, key) ? entry[key] : '')
  const identityToken = text('identitytoken') === '' ? null : text('identitytoken')
  const decoded = Buffer.from(text('auth'), 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  const username = colon > 0 ? decoded.slice(0, colon) : text('username')
  const password = colon > 0 ? decoded.slice(colon + 1).replace(/\0+$/, '') : text('password')
  if (identityToken === null && (username === '' || password === '')) return null
  return { username, password, identityToken }
}

function helperFor(config: Json, registry: string): string | null {
  const helpers = Object.entries(objectIn(config, 'credHelpers'))
  const own = helpers.find(([key]) => plainKey(key) === registry)?.[1]
  const store = Object.hasOwn(config, 'credsStore') ? config.credsStore : undefined
  const name = typeof own === 'string' ? own : typeof store === 'string' ? store : ''
  return name === '' ? null : `docker-credential-${name.slice(0, 100)}`
}
