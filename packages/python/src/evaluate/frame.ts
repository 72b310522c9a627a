import type { Frame, Value } from './value.ts'

/** A new frame, inside `outer` or, without one, of a module. */
export function newFrame(kind: Frame['kind'], outer: Frame | null, values: Map<string, Value> = new Map()): Frame {
  const frame = {
    kind,
    values,
    outer,
    elsewhere: new Map<string, Frame>(),
    returned: [],
    yielded: [],
    isGenerator: false,
    stars: [],
  }
  return outer === null ? withItself(frame) : { ...frame, module: outer.module }
}

function withItself(frame: Omit<Frame, 'module'>): Frame {
  const itself: Omit<Frame, 'module'> & { module: Frame | null } = { ...frame, module: null }
  const module = itself as Frame
  itself.module = module
  return module
}

/** The value of a name as code in this frame sees it; undefined when no frame has it. Class bodies are seen from themselves only. */
export function lookUp(frame: Frame, name: string): Value | undefined {
  const elsewhere = frame.elsewhere.get(name)
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
  return frame.elsewhere.get(name) ?? frame
}

/** The frame of the function, class or module that this frame is part of. */
export function enclosing(frame: Frame): Frame {
  let found = frame
  while (found.kind === 'comprehension' && found.outer !== null) found = found.outer
  return found
}
