import type { Frame, ModuleFrame, Value } from './value.ts'

/** The frame of a module. */
export function moduleFrame(values: Map<string, Value> = new Map()): ModuleFrame {
  const frame: Omit<ModuleFrame, 'module'> & { module: ModuleFrame | null } = {
    kind: 'module',
    values,
    outer: null,
    module: null,
    elsewhere: null,
    returned: null,
    yielded: null,
    stars: [],
  }
  const module = frame as ModuleFrame
  frame.module = module
  return module
}

/** A new frame inside another. */
export function newFrame(kind: Exclude<Frame['kind'], 'module'>, outer: Frame): Frame {
  return { kind, values: new Map(), outer, module: outer.module, elsewhere: null, returned: null, yielded: null }
}

/** The value of a name as code in this frame sees it; undefined when no frame has it. Class bodies are seen from themselves only. */
export function lookUp(frame: Frame, name: string): Value | undefined {
  const elsewhere = frame.elsewhere?.get(name)
  if (elsewhere !== undefined) return elsewhere.values.get(name)
  const own = frame.values.get(name)
  if (own !== undefined) return own
  for (let outer = frame.outer; outer !== null; outer = outer.outer) {
    if (outer.kind === 'class' && frame.kind !== 'comprehension') continue
    const value = outer.values.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

/** The frame in which an assignment from this frame binds a name. */
export function bindingFrame(frame: Frame, name: string): Frame {
  return frame.elsewhere?.get(name) ?? frame
}

/** The frame of the function, class or module that this frame is part of. */
export function enclosing(frame: Frame): Frame {
  let found = frame
  while (found.kind === 'comprehension' && found.outer !== null) found = found.outer
  return found
}
