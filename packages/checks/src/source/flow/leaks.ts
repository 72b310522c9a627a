import type { Action, ActionKind, IndicatorKind, PackageCode, SourceKind } from '@cordon/capabilities'
import type { Confidence, Stage } from '@cordon/model'
import type { Seen } from '../behaviour.ts'
import { names } from './named.ts'
import { evidenceOf, foremost, seenAt } from './seen.ts'
import { actionsOf, isUnasked, later } from './when.ts'

/** Something that leaves the machine. */
export interface Leak {
  /** What takes it out. */
  readonly sink: Action
  /** What got it; null when only the flow into the sink tells. */
  readonly read: Action | null
  /** It is known to flow from where it was got into the sink; otherwise both only stand in one file. */
  readonly isFlow: boolean
  /** When both have happened. */
  readonly stage: Stage
}

/** What is looked for. */
export interface Loot {
  readonly sources: readonly SourceKind[]
  /** Whether an action gets it; where it is left out only flows count. */
  readonly isRead?: (action: Action) => boolean
}

/** Hosts that nobody who has a server of their own would use, or that hide who has it. */
export const throwawayHosts: readonly IndicatorKind[] = [
  'webhook',
  'messenger-api',
  'request-bin',
  'tunnel',
  'paste-host',
  'file-drop',
  'ip-address',
  'dynamic-dns',
  'onion',
  'odd-domain',
]

/** Of these, hosts of which the owner cannot be told: nobody sends there what is somebody's own, whenever it runs. */
export const hidingHosts: readonly IndicatorKind[] = ['webhook', 'request-bin', 'tunnel', 'ip-address', 'onion']

/** What nobody legitimate would do: a flow unasked, or to a host whose owner cannot be told; without a flow, a bare address is too little. */
export function isTheft({ isFlow, stage, sink }: Leak): boolean {
  if (isFlow) return isUnasked(stage) || names(sink, ...hidingHosts)
  return names(sink, ...hidingHosts.filter((kind) => kind !== 'ip-address'))
}

const carriers: ReadonlySet<ActionKind> = new Set(['send', 'fetch', 'resolve', 'spawn', 'connect'])
const carryingPrograms =
  /^(?:curl|wget|nc|ncat|netcat|nslookup|dig|host|ping|ftp|scp|rsync|invoke-webrequest|invoke-restmethod|iwr|irm|telnet|socat)$/

/** Every way by which something may leave the machine: flows first; where a file has none, a read and a send side by side. */
export function leaksOf(code: PackageCode, loot: Loot): readonly Leak[] {
  return code.files.flatMap((file): readonly Leak[] => {
    const actions = actionsOf(file)
    const flows = actions.filter(
      (action) => isCarrier(action) && loot.sources.some((source) => action.sources.has(source)),
    )
    const reads = loot.isRead === undefined ? [] : actions.filter(loot.isRead)
    if (flows.length > 0) {
      return flows.map((sink) => ({ sink, read: nearest(reads, sink), isFlow: true, stage: sink.stage }))
    }
    if (reads.length === 0) return []
    return actions.filter(isSending).flatMap((sink) => {
      const read = nearest(reads, sink)
      return read === null || read === sink ? [] : [{ sink, read, isFlow: false, stage: later(read.stage, sink.stage) }]
    })
  })
}

/** Of some actions, the one that has happened the earliest by the time of another, and stands the closest to it. */
function nearest(reads: readonly Action[], sink: Action): Action | null {
  let best: Action | null = null
  for (const read of reads) {
    if (best === null) best = read
    else if (isUnasked(read.stage) !== isUnasked(best.stage)) best = isUnasked(read.stage) ? read : best
    else if (Math.abs(read.at.line - sink.at.line) < Math.abs(best.at.line - sink.at.line)) best = read
  }
  return best
}

/** Speaks to the network, or starts a program that does. */
export function isCarrier(action: Action): boolean {
  if (!carriers.has(action.kind)) return false
  return action.kind !== 'spawn' || action.commands.some(({ program }) => carryingPrograms.test(program))
}

/** Takes something out, or speaks to a host where nothing but that makes sense. */
export function isSending(action: Action): boolean {
  if (action.kind === 'send') return true
  return isCarrier(action) && action.kind !== 'connect' && names(action, 'webhook', 'request-bin', 'messenger-api')
}

/** How sure a leak is: by its flow, its stage and where it goes. `usual` is for what programs send when they are asked to. */
export function confidenceOf({ sink, isFlow, stage }: Leak, usual: Confidence = 'low'): Confidence {
  const isThrowaway = names(sink, ...throwawayHosts)
  if (isUnasked(stage)) return isFlow || isThrowaway ? 'high' : 'medium'
  if ((isFlow && isThrowaway) || names(sink, ...hidingHosts)) return 'high'
  return isThrowaway ? 'medium' : usual
}

/** `to hooks…`: what a person wants to know of where it goes. */
export function whither(sink: Action): string {
  if (names(sink, 'webhook')) return 'to a chat webhook'
  if (names(sink, 'messenger-api')) return 'through a messenger'
  if (names(sink, 'request-bin')) return 'to a service that records requests'
  if (names(sink, 'tunnel')) return 'through a tunnel service'
  if (names(sink, 'file-drop', 'paste-host')) return 'to a file drop'
  if (names(sink, 'ip-address')) return 'to a bare address'
  return sink.kind === 'resolve' ? 'within a DNS name' : 'over the network'
}

/** How leaks of one kind are told. */
export interface Telling {
  /** `sends saved passwords`: where to is added. */
  readonly does: string
  /** How sure it is when asked for, to a host of whoever runs it. */
  readonly usual?: Confidence
  readonly shows?: readonly IndicatorKind[]
  /** Whether one of this confidence and kind is enough alone. */
  readonly isConclusive?: (leak: Leak) => boolean
}

/** Sightings of leaks: the most telling ones. */
export function tellLeaks(leaks: readonly Leak[], telling: Telling): readonly Seen[] {
  const { does, usual, shows = [], isConclusive = () => false } = telling
  return foremost(
    leaks.map((leak) => {
      const { sink, read, stage } = leak
      const got = read === null || read === sink ? '' : `${evidenceOf(read, shows)} → `
      return seenAt(sink, {
        does: `${does} ${whither(sink)}`,
        confidence: confidenceOf(leak, usual),
        isConclusive: isConclusive(leak),
        evidence: `${got.slice(0, 110)}${evidenceOf(sink, [...throwawayHosts, ...shows])}`,
        stage,
      })
    }),
  )
}
