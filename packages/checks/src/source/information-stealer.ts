import type { Action, CodeFile } from '@cordon/capabilities'
import type { Seen } from './behaviour.ts'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isSending, throwawayHosts, whither } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'A collector of everything that can be stolen',
  domain: 'malicious',
  severity: 'critical',
  why: `Browsers, messengers, wallets, keys, the screen, the clipboard, the address of the network: each of them has programs that rightly read it. Code that goes through several of them in one file and sends what it finds has one purpose.`,
  remedy: `Do not install it. Where it ran, take every password, session and key of that user for lost, and change them from another machine.`,
  references: [
    'https://attack.mitre.org/techniques/T1005/',
    'https://attack.mitre.org/techniques/T1119/',
    'https://attack.mitre.org/techniques/T1041/',
  ],
  attack: ['T1005', 'T1119', 'T1041'],
}

const reading: ReadonlySet<Action['kind']> = new Set([
  'read-file',
  'list-files',
  'write-file',
  'pack-files',
  'spawn',
  'decrypt',
  'fetch',
  'send',
])

/** What is gone through, by its name in the evidence. The first four are somebody's own without doubt. */
const loot: readonly (readonly [name: string, isGot: (action: Action) => boolean])[] = [
  [
    'browsers',
    (action) =>
      (reading.has(action.kind) && names(action, 'browser-data')) ||
      /CryptUnprotectData|browser_cookie3|browsercookie|rookiepy/.test(action.path),
  ],
  ['messengers and games', (action) => reading.has(action.kind) && names(action, 'messenger-data')],
  ['wallets', (action) => reading.has(action.kind) && names(action, 'wallet', 'browser-extension')],
  ['tokens', (action) => names(action, 'token-pattern')],
  ['keys in files', (action) => action.kind === 'read-file' && names(action, 'secret-file')],
  ['the screen', ({ kind }) => kind === 'capture-screen'],
  ['the camera', ({ kind, path }) => kind === 'capture-camera' && path !== 'imageio.get_reader'],
  ['the keyboard', ({ kind }) => kind === 'capture-keys'],
  ['the clipboard', ({ kind }) => kind === 'read-clipboard'],
  ['the public address', (action) => action.kind === 'fetch' && names(action, 'ip-lookup')],
  ['wireless networks', ({ kind, texts }) => kind === 'spawn' && /wlan\s+show\s+profile/i.test(texts.join(' '))],
  ['the machine', (action) => action.kind === 'spawn' && names(action, 'system-probe')],
]
const own = 4

/** Sees A collector of everything that can be stolen. */
export const informationStealer = defineBehaviour({
  id: 'source/information-stealer',
  meta,
  see({ code }) {
    return foremost(code.files.flatMap(seenIn))
  },
})

function seenIn(file: CodeFile): readonly Seen[] {
  const actions = actionsOf(file)
  const sink = actions.filter(isSending).find((action) => names(action, ...throwawayHosts)) ?? actions.find(isSending)
  if (sink === undefined) return []
  const got = loot.flatMap(([name, isGot], index) => {
    const action = actions.find(isGot)
    return action === undefined ? [] : [{ name, index, action }]
  })
  if (got.length < 2 || !got.some(({ index }) => index < own)) return []
  const isThrowaway = names(sink, ...throwawayHosts)
  const isSure = got.length > 3 || (got.length === 3 && isThrowaway)
  return [
    seenAt(sink, {
      does: `goes through ${got
        .map(({ name }) => name)
        .slice(0, 4)
        .join(', ')} and sends ${whither(sink)}`,
      confidence:
        isSure || (isThrowaway && isUnasked(sink.stage)) ? 'high' : isThrowaway || got.length > 2 ? 'medium' : 'low',
      isConclusive: isSure && (isThrowaway || got.filter(({ index }) => index < own).length > 1),
      evidence: got.map(({ name, action }) => `${name}: ${action.path}`).join(' · '),
    }),
  ]
}
