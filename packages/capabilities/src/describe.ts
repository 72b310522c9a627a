import { isUnasked, type Stage, type Unanalysed } from '@cordon/model'
import {
  type Codecs,
  type Event,
  evaluate,
  type FileEvents,
  isEarlier,
  type PackageEvents,
  parse,
} from '@cordon/python'
import type { Action, SourceKind } from './action.ts'
import { commandsOfSpawn } from './command-line.ts'
import { type Draft, draftOf, namingOf, type Setting } from './draft.ts'
import { embeddedCode } from './embedded.ts'
import { fileSources } from './file-sources.ts'
import { isHiddenSpawn } from './hidden.ts'
import type { CodeFile, PackageCode, Trait } from './package-code.ts'
import { Places } from './place.ts'
import { isAside, isPackageAside, roleByName, roleOf } from './roles.ts'
import { Sources } from './sources-of.ts'
import { textsOf } from './texts-of.ts'
import { traitsOf } from './traits.ts'
import { wordsOf } from './words.ts'
import { Written } from './written.ts'

/** What there is to describe. */
export interface Description {
  /** PEP 503 name, where it is known. */
  readonly name: string | null
  readonly events: PackageEvents
  /** What unpacks texts that are handed to another interpreter. */
  readonly codecs?: Codecs
}

/** Actions of one package that are kept; events at one place that are told apart. */
const mostActions = 20_000
const mostAtOnePlace = 6
const mostWords = 200

/** Names what the events of a package do. Never throws; what is left out is said in `unanalysed`. */
export function describePackage({ name, events, codecs = {} }: Description): PackageCode {
  const reader = new Reader(codecs)
  for (const file of events.files) if (!file.isFiltered) reader.take(file)
  const byFile = reader.finish()
  const files = events.files.map((file) => {
    const actions = byFile.get(file.path) ?? []
    return codeFile(file, actions, actions.length === 0 ? [] : reader.wordsIn(file))
  })
  return { name, files, actions: files.flatMap((file) => file.actions), unanalysed: reader.unanalysed }
}

function codeFile({ path, shape, events }: FileEvents, actions: readonly Action[], words: readonly Trait[]): CodeFile {
  const named = roleOf(path)
  const own = earliestOf(events)
  const isRun = own !== null && isAside(named) && own !== 'entry' && own !== 'call'
  const role = isRun ? roleByName(path) : named
  const usual: Stage = role === 'setup' || role === 'backend' ? 'install' : role === 'start' ? 'start' : 'import'
  const stage = own !== null && isEarlier(own, usual) ? own : usual
  // A package may be called `demo`; tests within a package are still tests where somebody calls them.
  const told = isRun && !isPackageAside(path) ? actions.filter((action) => isUnasked(action.stage)) : actions
  return { path, role, stage, actions: told, traits: [...traitsOf(shape), ...words] }
}

/** When the top level of a file first runs; null when nothing of interest happens there. */
function earliestOf(events: FileEvents['events']): Stage | null {
  let earliest: Stage | null = null
  for (const { event, stage } of events)
    if ('root' in event && event.root.kind === 'module' && stage !== 'unreached')
      if (earliest === null || isEarlier(stage, earliest)) earliest = stage
  return earliest
}

/** A draft with what it takes to place it. */
interface Placed {
  readonly draft: Draft
  readonly line: number
  readonly layer: number
  readonly trail: readonly string[]
}

/** Where events come from, when it is not the file itself. */
interface Within {
  readonly line: number
  readonly layer: number
  readonly trail: readonly string[]
}

class Reader {
  readonly unanalysed: Unanalysed[] = []
  private readonly codecs: Codecs
  private readonly sources = new Sources()
  private readonly written = new Written(this.sources)
  private readonly places = new Places()
  private readonly placed: Placed[] = []
  private readonly perPlace = new Map<string, number>()
  private isFull = false

  constructor(codecs: Codecs) {
    this.codecs = codecs
  }

  take(file: FileEvents): void {
    for (const { event, stage } of file.events) {
      const isReached = stage !== 'unreached'
      this.takeEvent(event, { file: file.path, stage: isReached ? stage : 'call', isReached }, null)
    }
  }

  /** What the text of a file names, and what the texts name that it decodes and runs. */
  wordsIn(file: FileEvents): readonly Trait[] {
    const found: Trait[] = []
    let isRead = false
    for (const { event } of file.events) {
      if (event.kind === 'layer' && event.making !== null && found.length < mostWords)
        found.push(...wordsOf(event.unit, this.places.lineOf(event)))
      if (isRead || event.at.unit.layer > 0) continue
      isRead = true
      found.push(...wordsOf(event.at.unit, null))
    }
    return found
  }

  private takeEvent(event: Event, setting: Setting, within: Within | null): void {
    this.places.note(event)
    if (event.kind === 'limit') this.unanalysed.push(limitOf(event.limit, setting.file))
    const draft = draftOf(event, setting, this.sources)
    if (draft === null) return
    const { unit } = event.at
    const line = within?.line ?? this.places.lineOf(event)
    const key = `${setting.file}:${line}:${draft.kind}:${draft.path}:${event.at.node}`
    const count = (this.perPlace.get(key) ?? 0) + 1
    this.perPlace.set(key, count)
    if (count > mostAtOnePlace) return
    if (this.placed.length >= mostActions) {
      if (!this.isFull)
        this.unanalysed.push({
          at: { path: setting.file, line },
          code: 'MANY_ACTIONS',
          detail: `more than ${mostActions} actions`,
        })
      this.isFull = true
      return
    }
    this.written.note(draft)
    const trail = [...(within?.trail ?? []), ...this.places.trailOf(unit)]
    this.placed.push({ draft, line, layer: unit.layer + (within?.layer ?? 0), trail })
  }

  /** The actions by file. Python code within texts that are written or handed to an interpreter is read as well. */
  finish(): ReadonlyMap<string, readonly Action[]> {
    const byFile = new Map<string, Action[]>()
    for (let index = 0; index < this.placed.length; index += 1) {
      const placed = this.placed[index]
      if (placed === undefined) continue
      const action = this.actionOf(placed)
      const actions = byFile.get(placed.draft.file) ?? []
      actions.push(action)
      byFile.set(placed.draft.file, actions)
      if (placed.layer < deepestEmbedding) this.enter(action, placed)
    }
    return byFile
  }

  private enter(action: Action, { draft, line, layer, trail }: Placed): void {
    for (const { code, by } of embeddedCode(action)) {
      const within = { line, layer: layer + 1, trail: [...trail, ...action.making, by] }
      for (const event of evaluate(parse(encoder.encode(code)), { codecs: this.codecs, limits: embeddedLimits })
        .events) {
        const isRun = !('root' in event) || event.root.kind === 'module' || event.root.kind === 'main'
        const stage: Stage = isRun ? draft.stage : 'call'
        this.takeEvent(event, { file: draft.file, stage, isReached: draft.isReached }, within)
      }
    }
  }

  private actionOf({ draft, line, layer, trail }: Placed): Action {
    const { kind, path, stage, isReached, values, object, given, file } = draft
    const { texts, origins, making, hidden, isKnown } = textsOf(values)
    const target = object === null ? { texts: [], origins: [] } : textsOf([object])
    const found = new Set<SourceKind>(this.sources.of(values))
    if (kind !== 'write-file') for (const source of this.written.among(draft)) found.add(source)
    if (kind === 'read-file' || kind === 'pack-files') found.add('file')
    for (const source of fileSources(found, [...texts, ...target.texts, ...origins, ...target.origins]))
      found.add(source)
    return {
      kind,
      stage,
      isReached,
      at: { path: file, line },
      layer,
      trail,
      path,
      naming: namingOf(draft.event),
      texts,
      target: [...target.texts, ...target.origins],
      origins,
      making,
      hidden,
      sources: found,
      commands: kind === 'spawn' && given !== null ? commandsOfSpawn(path, given) : [],
      isHidden: kind === 'spawn' && given !== null && isHiddenSpawn(path, given, texts),
      isBlind: !isKnown && values.length > 0,
    }
  }
}

const encoder = new TextEncoder()
const deepestEmbedding = 6
const embeddedLimits = { steps: 200_000, bytes: 16_000_000 }

function limitOf(limit: string, path: string): Unanalysed {
  return { at: { path, line: 0 }, code: 'BUDGET', detail: `the budget of ${limit} was used up` }
}
