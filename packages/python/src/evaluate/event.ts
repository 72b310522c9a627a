import type { Stage } from './stage.ts'
import type { Arguments, Making, Unit, Value } from './value.ts'

/** Where in a unit: a node of its tree. */
export interface Place {
  readonly unit: Unit
  readonly node: number
}

/** The calls that led somewhere: the last one, and those around it. */
export interface Chain {
  readonly at: Place
  readonly outer: Chain | null
}

/** Under what something runs. */
export type Root =
  /** When the file is imported or run. */
  | { readonly kind: 'module' }
  /** Below `if __name__ == "__main__"`. */
  | { readonly kind: 'main' }
  /** When someone calls the function, which nothing in the file does. */
  | { readonly kind: 'function'; readonly node: number; readonly name: string }
  /** In a branch whose condition is known to be false. */
  | { readonly kind: 'unreached' }

/** A call of something that the file does not define itself. */
export interface CallEvent {
  readonly kind: 'call'
  readonly at: Place
  readonly root: Root
  /** The calls of functions of the file, and of texts that are run, that led here; null at the root. */
  readonly through: Chain | null
  /** What is called: `os.system`, `builtins.exec`, `requests.get().json`; empty when it cannot be named. */
  readonly path: string
  readonly callee: Value
  readonly given: Arguments
  readonly result: Value
}

/** A module that an `import` names; `__import__` and its kin are calls. */
export interface ImportEvent {
  readonly kind: 'import'
  readonly at: Place
  readonly root: Root
  readonly path: string
  /** What is taken from it by `from … import`; `*` for all. */
  readonly names: readonly string[]
}

/** An attribute or item of something that the file does not define itself was set: `os.environ[…] = …`, `sys.meta_path = …`. */
export interface StoreEvent {
  readonly kind: 'store'
  readonly at: Place
  readonly root: Root
  readonly path: string
  readonly value: Value
}

/** A text that code decoded or built and then ran: its own calls are events in a unit of their own. */
export interface LayerEvent {
  readonly kind: 'layer'
  /** The call that runs it. */
  readonly at: Place
  readonly root: Root
  readonly unit: Unit
  readonly making: Making | null
}

/** A limit that was met: what lies behind it was not looked at. */
export interface LimitEvent {
  readonly kind: 'limit'
  readonly at: Place
  readonly limit: Limit
}

/** `links`: a module of the package was not followed, because too many were. */
export type Limit = 'steps' | 'bytes' | 'depth' | 'layers' | 'events' | 'links'

export type Event = CallEvent | ImportEvent | StoreEvent | LayerEvent | LimitEvent

export interface StagedEvent {
  readonly event: Event
  readonly stage: Stage
}
