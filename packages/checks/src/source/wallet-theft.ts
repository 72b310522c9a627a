import type { Action } from '@cordon/capabilities'
import type { Confidence } from '@cordon/model'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { hidingHosts, isSending, isTheft, leaksOf, tellLeaks, throwawayHosts, whither } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Wallets or their keys that leave the machine',
  domain: 'malicious',
  severity: 'critical',
  why: `Whoever has the file of a wallet, its private key or its seed words has the money, and nothing brings it back. Code that looks through the folders of wallet programs, or that passes a key it was handed to a host that is written into it, is there to take it.`,
  remedy: `Do not install it. Where it ran, move what the wallets hold to new keys made on another machine, at once.`,
  references: ['https://attack.mitre.org/techniques/T1005/', 'https://attack.mitre.org/techniques/T1657/'],
  attack: ['T1005', 'T1657'],
}

/** Sees wallets or their keys that leave the machine. */
export const walletTheft = defineBehaviour({
  id: 'source/wallet-theft',
  meta,
  see({ code }) {
    const files = tellLeaks(leaksOf(code, { sources: ['wallet'], isRead: isWalletRead }), {
      does: 'sends files of wallets',
      usual: 'low',
      shows: ['wallet'],
      isConclusive: isTheft,
    })
    const keys = code.files.flatMap(actionsOf).filter((action) => isSending(action) && sendsKey(action))
    const told = keys.map((action) =>
      seenAt(action, {
        does: `passes keys or seed words that it is handed ${whither(action)}`,
        confidence: confidenceOfKey(action),
        isConclusive: action.sources.has('parameter') && names(action, ...hidingHosts),
        shows: ['key-material'],
      }),
    )
    return foremost([...files, ...told])
  },
})

function isWalletRead(action: Action): boolean {
  const isReading = ['read-file', 'list-files', 'write-file', 'pack-files'].includes(action.kind)
  return isReading && names(action, 'wallet', 'browser-extension')
}

/** A body in which keys have a name, and something that somebody handed over. */
function sendsKey(action: Action): boolean {
  const isHanded = action.sources.has('parameter') || action.sources.has('input') || action.sources.has('file')
  return (
    isHanded &&
    action.texts.some(
      (text) => text.length < 60 && /private.?key|secret.?key|mnemonic|seed.?phrase|keypair/i.test(text),
    )
  )
}

function confidenceOfKey(action: Action): Confidence {
  return names(action, ...throwawayHosts) ? 'high' : 'low'
}
