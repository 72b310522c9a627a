import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startNameServer, temporaryFolder } from '@cordon/testkit'
import {
  createDomainLookup,
  type DomainSettings,
  openResultCache,
  registrableDomain,
  SourceError,
} from '../src/index.ts'

const morning = new Date('2026-11-21T06:00:00Z')

function settings(servers: readonly string[], more: Partial<DomainSettings> = {}): DomainSettings {
  return { servers, offline: false, timeoutMilliseconds: 200, cache: null, now: () => morning, ...more }
}

test('what somebody registers is found without the public list of suffixes', () => {
  for (const [domain, expected] of [
    ['toys.dev', 'toys.dev'],
    ['Mail.Lab.Toys.DEV.', 'toys.dev'],
    ['toys.co.uk', 'toys.co.uk'],
    ['mail.toys.com.br', 'toys.com.br'],
    ['spielzeug-ä.de', 'xn--spielzeug--z5a.de'],
    ['co.uk', null],
    ['toys.invalid', null],
    ['example.com', null],
    ['mail.example.org', null],
    ['toys.localhost', null],
    ['192.0.2.7', null],
    ['toys', null],
    ['', null],
    ['a..dev', null],
    [`${'a'.repeat(64)}.dev`, null],
    ['toys.dev/../x', null],
  ] as const)
    assert.equal(registrableDomain(domain), expected, domain)
})

test('a domain that does not exist has expired; one that somebody holds has not; what nobody answers is unknown', async (t) => {
  const server = await startNameServer(t, {
    'held.dev': 'exists',
    'within.dev': 'address',
    'bare.dev': 'empty',
    'broken.dev': 'servfail',
    'silent.dev': 'silence',
  })
  const lookup = createDomainLookup(settings([server.address]))
  const stateOf = async (domain: string): Promise<string> => (await lookup.stateOf(domain)).state
  assert.equal(await stateOf('mail.held.dev'), 'registered')
  assert.equal(await stateOf('within.dev'), 'registered')
  assert.equal(await stateOf('gone.dev'), 'expired')
  assert.equal(await stateOf('bare.dev'), 'expired')
  assert.equal(await stateOf('toys.invalid'), 'reserved')
  assert.deepEqual(await lookup.stateOf('broken.dev'), {
    domain: 'broken.dev',
    state: 'unknown',
    detail: 'no name server answered (ESERVFAIL)',
  })
  assert.match((await lookup.stateOf('silent.dev')).detail ?? '', /\(ETIMEOUT\)/)
  const before = server.asked.length
  await Promise.all(['held.dev', 'www.held.dev', 'gone.dev'].map(stateOf))
  assert.equal(server.asked.length, before, 'each domain is asked about once')
  assert.ok(!server.asked.includes('toys.invalid'))
})

test('answers are kept for a day, but not that nobody answered; offline nothing is asked', async (t) => {
  const server = await startNameServer(t, { 'held.dev': 'exists', 'broken.dev': 'servfail' })
  const cache = openResultCache(temporaryFolder(t), '1', morning)
  const at = (time: string, offline: boolean) =>
    createDomainLookup(settings([server.address], { cache, offline, now: () => new Date(time) }))
  const first = at('2026-11-21T06:00:00Z', false)
  for (const domain of ['held.dev', 'gone.dev', 'broken.dev']) await first.stateOf(domain)
  const asked = server.asked.length
  const later = at('2026-11-22T05:00:00Z', true)
  assert.equal((await later.stateOf('held.dev')).state, 'registered')
  assert.equal((await later.stateOf('gone.dev')).state, 'expired')
  assert.deepEqual(await later.stateOf('broken.dev'), { domain: 'broken.dev', state: 'unknown', detail: null })
  const tomorrow = at('2026-11-22T06:00:01Z', true)
  assert.equal((await tomorrow.stateOf('held.dev')).state, 'unknown')
  assert.equal(server.asked.length, asked, 'nothing was asked offline')
  cache.write('held.dev.json', '{"state":"expired","at":"soon"}')
  assert.equal((await at('2026-11-21T06:00:00Z', true).stateOf('held.dev')).state, 'unknown', 'damaged')
})

test('what is no name server is refused', () => {
  assert.throws(
    () => createDomainLookup(settings(['resolver'])),
    (error) => error instanceof SourceError && error.code === 'BAD_ADDRESS',
  )
})
