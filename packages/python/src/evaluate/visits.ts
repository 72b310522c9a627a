import type { Machine } from './machine.ts'
import { isEarlier, type Stage } from './stage.ts'
import { type FunctionValue, firstValuesOf, opaque, type Value, type Visits } from './value.ts'

/** The visits of a function, whatever it is bound to. */
export function visitsOf(m: Machine, callee: FunctionValue): Visits {
  const { visits } = callee.unit
  const seen = visits.get(callee.node)
  if (seen !== undefined) return seen
  const none = newVisits(m.stage)
  visits.set(callee.node, none)
  return none
}

function newVisits(stage: Stage): Visits {
  return { active: 0, blind: 0, constant: 0, calling: 0, last: opaque('', []), cost: 0, stage, heard: new Set() }
}

/** Whether a function was entered at all. */
export function wasEntered(m: Machine, callee: FunctionValue): boolean {
  const { blind, constant } = visitsOf(m, callee)
  return blind + constant > 0
}

const mostActive = 2
const mostBlind = 6
const mostConstant = 5000
const mostLate = 3
const mostLateCost = 4000
const mostCalling = 64
const mostBlindCost = 20_000
const mostConstantCost = 1_000_000

/** Whether one more visit can say something new. A stage that is earlier than all before begins anew. */
export function mayVisit(m: Machine, callee: FunctionValue, given: readonly Value[], isKnown: boolean): boolean {
  const seen = visitsOf(m, callee)
  if (isEarlier(m.stage, seen.stage)) {
    seen.stage = m.stage
    seen.blind = seen.constant = seen.calling = 0
    seen.heard.clear()
  }
  if (seen.active >= mostActive) return false
  if (isKnown) {
    const cost = m.interest === null ? mostConstantCost : mostConstantCost / 10
    return seen.constant < mostConstant && seen.calling < mostCalling && seen.cost < cost
  }
  const isLate = m.stage === 'call' || m.stage === 'unreached'
  if (seen.blind >= (isLate ? mostLate : mostBlind) || seen.cost > (isLate ? mostLateCost : mostBlindCost)) return false
  if (m.interest !== null && !m.interest(callee.unit, callee.node) && (callee.name !== '__init__' || seen.blind > 0))
    return false
  const before = seen.heard.size
  if (callee.self !== null) hear(seen, callee.self, deepest)
  if (callee.frame.kind !== 'module') seen.heard.add(callee.frame)
  for (const value of given) hear(seen, value, deepest)
  return seen.blind === 0 || seen.heard.size > before
}

const deepest = 3
const mostHeard = 64
const mostParts = 12
const longestText = 64

/** Notes what a value tells that was not told before. */
function hear(seen: Visits, value: Value, depth: number): void {
  if (seen.heard.size >= mostHeard) return
  switch (value.kind) {
    case 'text':
      seen.heard.add(value.value.slice(0, longestText))
      return
    case 'external':
      seen.heard.add(value.path)
      return
    case 'function':
      seen.heard.add(value.node)
      return
    case 'class':
    case 'instance':
    case 'module':
      seen.heard.add(value)
      return
    case 'opaque':
      if (value.path !== '') seen.heard.add(value.path)
      else hearAll(seen, value.from, depth)
      return
    case 'choice':
      hearAll(seen, value.options, depth)
      return
    case 'list':
    case 'tuple':
      hearAll(seen, value.items, depth)
      return
    case 'dict':
      hearAll(seen, firstValuesOf(value, mostParts), depth)
      return
    default:
  }
}

function hearAll(seen: Visits, values: readonly Value[], depth: number): void {
  if (depth === 0) return
  for (let index = 0; index < values.length && index < mostParts; index += 1) {
    const value = values[index]
    if (value !== undefined) hear(seen, value, depth - 1)
  }
}
