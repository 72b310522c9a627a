import type { Machine } from './machine.ts'
import type { Rounds } from './value.ts'

const mostRounds = 400_000
const mostCalling = 64
const mostIdle = 2000

/** Says when a loop has been followed long enough. The first round of each entry is always allowed. */
export class LoopGuard {
  private readonly m: Machine
  private readonly rounds: Rounds
  private readonly forks: number
  private emitted: number
  private bytes: number

  constructor(m: Machine, node: number) {
    const fresh: Rounds = { calling: 0, idle: 0, all: 0 }
    this.rounds = m.unit.rounds.get(node) ?? fresh
    m.unit.rounds.set(node, this.rounds)
    this.m = m
    this.forks = m.forks
    this.emitted = m.emitted
    this.bytes = m.bytes
  }

  /** Whether a round may begin; where the way inside is not known, only so many may. */
  allows(round: number, mostUncertain: number): boolean {
    const { m, rounds } = this
    if (m.isExhausted) return false
    if (round === 0) return true
    rounds.all += 1
    if (m.emitted !== this.emitted) rounds.calling += 1
    else if (m.bytes === this.bytes) rounds.idle += 1
    this.emitted = m.emitted
    this.bytes = m.bytes
    if (m.forks !== this.forks && round >= mostUncertain) return false
    return rounds.calling <= mostCalling && rounds.idle <= mostIdle && rounds.all <= mostRounds
  }
}
