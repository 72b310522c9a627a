/** Asks name servers whether domains still belong to somebody. */
import { Resolver } from 'node:dns/promises'
import { SourceError } from '../error.ts'
import type { ResultCache } from '../result-cache.ts'
import { registrableDomain } from './registrable.ts'

/** `reserved`: nobody can register it. `expired`: nobody has, so anybody can. */
export type DomainState = 'registered' | 'expired' | 'reserved' | 'unknown'

export interface DomainAnswer {
  /** What somebody registers; the domain itself where that is nothing. */
  readonly domain: string
  readonly state: DomainState
  /** Why it is unknown although it was asked; else null. */
  readonly detail: string | null
}

export interface DomainSettings {
  /** Addresses of name servers, `192.0.2.1` or `192.0.2.1:53`; null: those of this machine. */
  readonly servers: readonly string[] | null
  /** True: everything is unknown, and nothing is asked. */
  readonly offline: boolean
  /** For one question to one server. */
  readonly timeoutMilliseconds: number
  /** Answers are kept for a day; null: they are not. */
  readonly cache: ResultCache | null
  readonly now: () => Date
}

export interface DomainLookup {
  /** Never throws: what cannot be asked is unknown. Each domain is asked about once. */
  stateOf(domain: string): Promise<DomainAnswer>
}

const day = 86_400_000

/** Made once per command. Throws `SourceError('BAD_ADDRESS')` for what is no name server. */
export function createDomainLookup(settings: DomainSettings): DomainLookup {
  const resolver = new Resolver({ timeout: settings.timeoutMilliseconds, tries: 2 })
  if (settings.servers !== null) setServers(resolver, settings.servers)
  const asked = new Map<string, Promise<DomainAnswer>>()
  return {
    stateOf(text) {
      const domain = registrableDomain(text)
      if (domain === null) return Promise.resolve({ domain: text, state: 'reserved', detail: null })
      const known = asked.get(domain) ?? answer(domain, settings, resolver)
      asked.set(domain, known)
      return known
    },
  }
}

function setServers(resolver: Resolver, servers: readonly string[]): void {
  try {
    resolver.setServers(servers)
  } catch (cause) {
    const named = servers.join(', ')
    throw new SourceError(
      'BAD_ADDRESS',
      `${named}: not the address of a name server. Write 192.0.2.1 or 192.0.2.1:53.`,
      {
        cause,
      },
    )
  }
}

async function answer(domain: string, settings: DomainSettings, resolver: Resolver): Promise<DomainAnswer> {
  const now = settings.now().getTime()
  const kept = readKept(settings.cache?.read(`${domain}.json`) ?? null, now)
  if (kept !== null) return { domain, state: kept, detail: null }
  if (settings.offline) return { domain, state: 'unknown', detail: null }
  const found = await ask(domain, resolver)
  if (found.state !== 'unknown')
    settings.cache?.write(`${domain}.json`, JSON.stringify({ state: found.state, at: now }))
  return found
}

function readKept(text: string | null, now: number): DomainState | null {
  try {
    const { state, at } = JSON.parse(text ?? 'null') ?? {}
    const isFresh = typeof at === 'number' && at <= now && now - at < day
    return isFresh && (state === 'registered' || state === 'expired') ? state : null
  } catch {
    return null
  }
}

/**
 * A domain that does not exist can be bought. One that exists without name servers of its own may be a name in its parent's zone: it
 * counts as gone only where it has neither mail servers nor an address.
 */
async function ask(domain: string, resolver: Resolver): Promise<DomainAnswer> {
  const questions = [
    () => resolver.resolveNs(domain),
    () => resolver.resolveMx(domain),
    () => resolver.resolve4(domain),
    () => resolver.resolve6(domain),
  ]
  for (const question of questions) {
    const code = await codeOf(question)
    if (code === null) return { domain, state: 'registered', detail: null }
    // NXDOMAIN: no record of any kind (RFC 8020).
    if (code === 'ENOTFOUND') return { domain, state: 'expired', detail: null }
    if (code !== 'ENODATA') return { domain, state: 'unknown', detail: `no name server answered (${code})` }
  }
  return { domain, state: 'expired', detail: null }
}

/** Null where there are such records, else why there are none. */
async function codeOf(question: () => Promise<readonly unknown[]>): Promise<string | null> {
  try {
    return (await question()).length > 0 ? null : 'ENODATA'
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
    throw error
  }
}
