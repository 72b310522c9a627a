import type { Codecs } from '../decoders/codecs.ts'
import type { Chain, Event, Limit, Place, Root, StagedEvent } from './event.ts'
import type { Stage } from './stage.ts'
import {
  type Arguments,
  type ClassValue,
  either,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  type ModuleValue,
  type Unit,
  type Value,
} from './value.ts'

/** How much work may be done. */
export interface Limits {
  /** Nodes evaluated for one file. */
  readonly steps: number
  /** Nodes evaluated for all files of a package. */
  readonly allSteps: number
  /** Bytes and characters of all values that are made for one file. */
  readonly bytes: number
  /** The same for all files of a package. */
  readonly allBytes: number
  /** Calls within each other. */
  readonly depth: number
  /** Texts within texts that are run. */
  readonly layers: number
  readonly events: number
}

export const usualLimits: Limits = {
  steps: 1_500_000,
  allSteps: 20_000_000,
  bytes: 32_000_000,
  allBytes: 512_000_000,
  depth: 24,
  layers: 8,
  events: 200_000,
}

/** How a statement ended: with the next one, or by leaving. */
export const Completion = { Normal: 0, Return: 1, Raise: 2, Break: 3, Continue: 4 } as const
export type Completion = (typeof Completion)[keyof typeof Completion]

/** Rules that refer to each other across files. */
export interface Rules {
  expression(m: Machine, node: number, frame: Frame): Value
  statements(m: Machine, first: number, frame: Frame): Completion
  call(m: Machine, callee: Value, given: Arguments, site: Site): Value
  attribute(m: Machine, object: Value, name: string): Value
  item(m: Machine, object: Value, index: Value): Value
  assign(m: Machine, target: number, value: Value, frame: Frame): void
}

/** The modules of a package, for the imports of its files. */
export interface Links {
  /** The module that an import in this unit names, evaluated as far as it is; null when the package has none of the name. */
  find(m: Machine, path: string, node: number): ModuleValue | null
  /** The module of the file that a path in the code means, evaluated now unless it was before; null when the package has none. */
  run(m: Machine, path: string): ModuleValue | null
  /** A module within a package of the package. */
  within(m: Machine, module: ModuleValue, name: string): ModuleValue | null
}

/** Where a call stands, and the names that it sees. */
export interface Site {
  readonly node: number
  readonly frame: Frame
}

/** A function that the file defines, and the class whose method it is. */
export interface Definition {
  readonly value: FunctionValue
  readonly owner: Value | null
}

/** A block whose condition is known to be false. */
export interface Skipped {
  readonly unit: Unit
  readonly block: number
  readonly frame: Frame
}

const itemsPerStep = 8

/** Expressions and blocks within each other, over all calls: each takes some of the stack. */
const deepestNesting = 400

interface Change {
  readonly frame: Frame
  readonly name: string
  readonly before: Value | undefined
}

interface Way {
  readonly completion: Completion
  readonly after: ReadonlyMap<Frame, ReadonlyMap<string, Value | undefined>>
}

const lateShare = 10
const plainShare = 20

/** Ways out of one loop that are told apart. */
const mostLeaving = 64

const unchanged: Way['after'] = new Map()

/** What was used up for one file. */
interface Allowance {
  steps: number
  bytes: number
  /** Steps that there may be. */
  readonly most: number
  readonly met: Set<Limit>
}

/** The evaluator's state over the files of one package. */
export class Machine {
  readonly rules: Rules
  readonly codecs: Codecs
  readonly limits: Limits
  readonly events: StagedEvent[] = []
  readonly definitions: Definition[] = []
  readonly skipped: Skipped[] = []
  /** Names that the code adds to the builtins. */
  readonly addedBuiltins = new Map<string, Value>()
  private readonly skippedBlocks = new Map<Unit, Set<number>>()
  /** The first instance of each class. */
  readonly instances = new Map<ClassValue, InstanceValue>()
  unit: Unit
  root: Root = { kind: 'module' }
  stage: Stage = 'import'
  /** Finds modules of the package; null when there is only one file. */
  links: Links | null = null
  /** Whether a function or block can do anything of interest; null when that is not told apart. */
  interest: ((unit: Unit, node: number) => boolean) | null = null
  /** Whether a file names nothing of interest itself: less is computed for it. */
  isPlain: (file: string) => boolean = () => false
  /** Files that are run by their name at the stage of their own: `__name__` is `__main__` in them. */
  scripts: ReadonlySet<string> = new Set()
  /** A decorator of another package is applied: it takes the function and calls it when it is asked to. */
  isDecorating = false
  /** The calls around the current node. */
  through: Chain | null = null
  /** How many calls those are. */
  depth = 0
  /** How often the way was not known. */
  forks = 0
  /** How many events there were, kept or not. */
  emitted = 0
  private nesting = 0
  private steps = 0
  /** What values that were made hold. */
  bytes = 0
  private readonly allowances = new Map<string, Allowance>()
  private allowance: Allowance
  private journal: Change[] | null = null
  /** What ways have bound that leave the loop, or this round of it; null outside of loops. */
  private left: Way['after'][] | null = null

  constructor(unit: Unit, rules: Rules, codecs: Codecs, limits: Limits) {
    this.unit = unit
    this.rules = rules
    this.codecs = codecs
    this.limits = limits
    this.allowance = this.allowanceOf(unit.file, this.stage)
  }

  /** Keeps a block whose condition is known to be false, once. */
  skip(block: number, frame: Frame): void {
    const blocks = this.skippedBlocks.get(this.unit) ?? new Set()
    this.skippedBlocks.set(this.unit, blocks)
    if (block === 0 || blocks.has(block)) return
    blocks.add(block)
    this.skipped.push({ unit: this.unit, block, frame })
  }

  /** Counts one node; false when no more may be done. */
  step(node: number): boolean {
    this.steps += 1
    this.allowance.steps += 1
    if (!this.isExhausted) return true
    this.meet('steps', node)
    return false
  }

  /** How many steps were made in all. */
  get stepCount(): number {
    return this.steps
  }

  /** Goes one level deeper; false, and no level deeper, when that is too deep. `leave` goes back. */
  enter(node: number): boolean {
    if (this.nesting >= deepestNesting) {
      this.meet('depth', node)
      return false
    }
    this.nesting += 1
    return true
  }

  leave(): void {
    this.nesting -= 1
  }

  get isExhausted(): boolean {
    return this.allowance.steps > this.allowance.most || this.steps > this.limits.allSteps
  }

  /** Counts the making of items, which is quicker than evaluating nodes; false when no more may be done. */
  work(items: number): boolean {
    this.steps += items / itemsPerStep
    this.allowance.steps += items / itemsPerStep
    if (!this.isExhausted) return this.spend(items)
    this.meet('steps', 0)
    return false
  }

  /** Counts what a new value holds; false when it may not be made. */
  spend(amount: number): boolean {
    if (this.allowance.bytes + amount > this.limits.bytes || this.bytes + amount > this.limits.allBytes) {
      this.meet('bytes', 0)
      return false
    }
    this.bytes += amount
    this.allowance.bytes += amount
    return true
  }

  /** Reports a limit, once a file. */
  meet(limit: Limit, node: number): void {
    if (this.allowance.met.has(limit)) return
    this.allowance.met.add(limit)
    this.push({ kind: 'limit', at: { unit: this.unit, node }, limit })
  }

  /** Evaluates something that no code around it calls, such as a module that is imported, on the allowance of its file. */
  apart<T>(unit: Unit, root: Root, stage: Stage, work: () => T): T {
    const { unit: outerUnit, root: outerRoot, stage: outerStage, through, depth, journal, allowance } = this
    this.unit = unit
    this.root = root
    this.stage = stage
    this.through = null
    this.depth = 0
    this.journal = null
    this.allowance = this.allowanceOf(unit.file, stage)
    const result = work()
    this.unit = outerUnit
    this.root = outerRoot
    this.stage = outerStage
    this.through = through
    this.depth = depth
    this.journal = journal
    this.allowance = allowance
    return result
  }

  /** What only someone's call runs has an allowance of its own: in a package whose functions are told apart, a smaller one. */
  private allowanceOf(file: string, stage: Stage): Allowance {
    const isLate = stage === 'call' || stage === 'unreached'
    const key = isLate ? `${file}\n` : file
    const share = this.isPlain(file) ? plainShare : isLate && this.interest !== null ? lateShare : 1
    const most = this.limits.steps / share
    const known = this.allowances.get(key) ?? { steps: 0, bytes: 0, most, met: new Set() }
    this.allowances.set(key, known)
    return known
  }

  /** Goes into a function or text that the call at this node runs. */
  run<T>(unit: Unit, node: number, work: () => T): T {
    const { unit: outerUnit, through } = this
    this.through = { at: this.at(node), outer: through }
    this.unit = unit
    this.depth += 1
    const result = work()
    this.depth -= 1
    this.unit = outerUnit
    this.through = through
    return result
  }

  emit(event: Event): void {
    this.emitted += 1
    if (this.events.length < this.limits.events) this.push(event)
    else this.meet('events', event.at.node)
  }

  private push(event: Event): void {
    this.events.push({ event, stage: this.root.kind === 'unreached' ? 'unreached' : this.stage })
  }

  at(node: number): Place {
    return { unit: this.unit, node }
  }

  /** Binds a name, so that it can be taken back at the end of a branch. */
  set(frame: Frame, name: string, value: Value): void {
    this.journal?.push({ frame, name, before: frame.values.get(name) })
    frame.values.set(name, value)
  }

  /** Whether what is evaluated may not happen at all: it is one of several ways. */
  get isOnOneWay(): boolean {
    return this.journal !== null
  }

  /** Evaluates ways of which any may be the one that is taken; a name that they bind differently is a choice behind them. */
  fork(ways: readonly (() => Completion)[]): Completion {
    this.forks += 1
    const outer = this.journal
    const taken = ways.map((way) => this.explore(way))
    this.journal = outer
    const going = taken.filter((way) => way.completion === Completion.Normal)
    const last = going.length > 0 ? going : taken
    this.merge(last)
    for (const { completion, after } of taken)
      if (going.length > 0 && (completion === Completion.Break || completion === Completion.Continue))
        this.leaveLoop(after)
    return going.length > 0 ? Completion.Normal : (taken[0]?.completion ?? Completion.Normal)
  }

  /** Runs a loop: behind it, a name may also be what a way has bound that left it on the way. */
  loop(rounds: () => Completion): Completion {
    const outer = this.left
    const own: Way['after'][] = []
    this.left = own
    const completion = rounds()
    this.left = outer
    for (const after of own)
      for (const [frame, names] of after)
        for (const [name, value] of names) {
          const present = frame.values.get(name)
          if (value !== undefined && value !== present)
            this.set(frame, name, present === undefined ? value : either([present, value]))
        }
    return completion
  }

  private leaveLoop(after: Way['after']): void {
    if (after !== unchanged && this.left !== null && this.left.length < mostLeaving) this.left.push(after)
  }

  private explore(way: () => Completion): Way {
    const journal: Change[] = []
    this.journal = journal
    const completion = way()
    if (journal.length === 0) return { completion, after: unchanged }
    const after = new Map<Frame, Map<string, Value | undefined>>()
    for (let index = 0; index < journal.length; index += 1) {
      const change = journal[index]
      if (change === undefined) continue
      const { frame, name } = change
      let names = after.get(frame)
      if (names === undefined) {
        names = new Map<string, Value | undefined>()
        after.set(frame, names)
      }
      names.set(name, frame.values.get(name))
    }
    for (let index = journal.length - 1; index >= 0; index -= 1) {
      const change = journal[index]
      if (change === undefined) continue
      if (change.before === undefined) change.frame.values.delete(change.name)
      else change.frame.values.set(change.name, change.before)
    }
    return { completion, after }
  }

  private merge(ways: readonly Way[]): void {
    const seen = ways.length <= fewWays ? null : new Map<Frame, Set<string>>()
    for (let index = 0; index < ways.length; index += 1) {
      const after = ways[index]?.after ?? unchanged
      if (after === unchanged) continue
      after.forEach((names, frame) => {
        names.forEach((_, name) => {
          if (seen === null ? !isBoundBefore(ways, index, frame, name) : isNew(seen, frame, name))
            this.mergeName(ways, frame, name)
        })
      })
    }
  }

  private mergeName(ways: readonly Way[], frame: Frame, name: string): void {
    const known: Value[] = []
    for (let index = 0; index < ways.length; index += 1) {
      const own = ways[index]?.after.get(frame)
      const value = own?.has(name) === true ? own.get(name) : frame.values.get(name)
      if (value !== undefined) known.push(value)
    }
    if (known.length > 0) this.set(frame, name, either(known))
  }
}

/** Up to so many ways it is quicker to ask all of them than to remember. */
const fewWays = 4

/** Whether one of the ways before this one binds a name, too. */
function isBoundBefore(ways: readonly Way[], index: number, frame: Frame, name: string): boolean {
  for (let before = 0; before < index; before += 1) if (ways[before]?.after.get(frame)?.has(name) === true) return true
  return false
}

/** Whether a name is seen for the first time; it then is no more. */
function isNew(seen: Map<Frame, Set<string>>, frame: Frame, name: string): boolean {
  const names = seen.get(frame) ?? new Set<string>()
  if (names.has(name)) return false
  seen.set(frame, names.add(name))
  return true
}
