import { type Chain, type Event, Lines, type Place, type Unit } from '@cordon/python'

/** Tells lines, layers and how a layer was hidden; remembers what it read of each text. */
export class Places {
  private readonly lines = new WeakMap<Unit, Lines>()
  private readonly trails = new WeakMap<Unit, readonly string[]>()

  /** Takes note of a text that is run: the events within it follow. */
  note(event: Event): void {
    if (event.kind !== 'layer') return
    const own: string[] = []
    for (let step = event.making; step !== null; step = step.before) own.push(step.by)
    this.trails.set(event.unit, [...this.trailOf(event.at.unit), ...own].slice(0, longestTrail))
  }

  /** How the text of a unit was hidden, the outermost step first. */
  trailOf(unit: Unit): readonly string[] {
    return this.trails.get(unit) ?? []
  }

  /** The line in the file: for code within decoded texts, of the call that runs the outermost of them. */
  lineOf(event: Event): number {
    let { at }: { at: Place } = event
    let outer: Chain | null = event.kind === 'call' ? event.through : null
    while (at.unit.layer > 0 && outer !== null) {
      at = outer.at
      outer = outer.outer
    }
    return at.unit.layer > 0 ? 0 : this.linesOf(at.unit).line(at.unit.tree.start(at.node))
  }

  private linesOf(unit: Unit): Lines {
    const known = this.lines.get(unit) ?? new Lines(unit.tree.source)
    this.lines.set(unit, known)
    return known
  }
}

const longestTrail = 24
