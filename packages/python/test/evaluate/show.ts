import { type Event, evaluate, type Making, parse, type Root, reprOf, type Value } from '../../src/index.ts'
import { nodeCodecs } from './codecs.ts'

/** A value in short: a constant as Python writes it, what is not known by its path. */
export function show(value: Value): string {
  const known = reprOf(value)
  if (known !== null) return known
  switch (value.kind) {
    case 'external':
    case 'opaque':
      return `<${value.path}>`
    case 'choice':
      return value.options.map(show).join('|')
    case 'function':
    case 'class':
      return value.name
    case 'list':
    case 'tuple':
      return `[${value.items.map(show).join(', ')}]`
    default:
      return value.kind
  }
}

function shownRoot(root: Root): string {
  return root.kind === 'function' ? `${root.name}()` : root.kind
}

function shownMaking(making: Making | null): string {
  return making === null
    ? 'as written'
    : [making.by, making.before]
        .map((part) => (typeof part === 'string' ? part : part === null ? '' : shownMaking(part)))
        .filter((part) => part !== '')
        .join(' < ')
}

/** One line for an event: under what it runs, what is called and with what. Imports are left out. */
export function line(event: Event): string | null {
  switch (event.kind) {
    case 'call': {
      const named = [...event.given.named].map(([name, value]) => `${name}=${show(value)}`)
      const rest = event.given.rest.map((value) => `*${show(value)}`)
      return `${shownRoot(event.root)}: ${event.path}(${[...event.given.positional.map(show), ...named, ...rest].join(', ')})`
    }
    case 'store':
      return `${shownRoot(event.root)}: ${event.path} = ${show(event.value)}`
    case 'layer':
      return `${shownRoot(event.root)}: layer ${event.unit.layer} ${shownMaking(event.making)}`
    case 'limit':
      return `limit ${event.limit}`
    default:
      return null
  }
}

/** The events of a source, a line each. */
export function eventLines(source: string): readonly string[] {
  const { events } = evaluate(parse(new TextEncoder().encode(source)), { codecs: nodeCodecs })
  return events.map(line).filter((each) => each !== null)
}
