import { type Binding, type Environment, Scope } from './environment.ts'

interface Block {
  readonly kind: string
  readonly assigned: Set<string>
  readonly directory: string | null
  readonly chain: Chain
  readonly chainAssigned: Set<string>
}

/** `certain`: runs whatever came before. `and`: only after success. `or`: perhaps never, or where it leaves no trace. */
type Chain = 'certain' | 'and' | 'or'

const deepest = 1000

/**
 * What a script is known to have set so far. A value that depends on a condition holds within its branch, or within its chain of
 * `&&`, and is unknown behind it.
 */
export class Knowledge {
  readonly scope: Scope
  /** Where commands run, relative to the start; null when not known. */
  directory: string | null = ''
  private readonly blocks: Block[] = []
  private chain: Chain = 'certain'
  private chainAssigned = new Set<string>()

  constructor(environment: Environment) {
    this.scope = new Scope(environment)
  }

  /** Goes past an operator. `quiet`: the command before it only set variables, which cannot fail. */
  separate(operator: string, quiet: boolean): void {
    if (operator === '(') this.open('(')
    else if (operator === ')') this.close('(')
    else if (operator === '&&') this.chain = this.chain === 'certain' && !quiet ? 'and' : this.chain
    else if (operator === '||' || operator === '|' || operator === '|&') this.chain = 'or'
    else this.endChain()
    if (operator === ';;') this.release()
  }

  open(kind: string): void {
    if (this.blocks.length >= deepest) return
    const { directory, chain, chainAssigned } = this
    this.blocks.push({ kind, assigned: new Set(), directory, chain, chainAssigned })
    this.chain = 'certain'
    this.chainAssigned = new Set()
  }

  /** Leaves the innermost block when it is of this kind. */
  close(kind: string): void {
    const block = this.blocks.at(-1)
    if (block?.kind !== kind) return
    this.release()
    this.blocks.pop()
    this.chain = block.chain
    this.chainAssigned = block.chainAssigned
    if (this.directory !== block.directory) this.directory = kind === '(' ? block.directory : null
  }

  /** Ends a branch of the innermost block. */
  release(): void {
    const block = this.blocks.at(-1)
    if (block === undefined) return
    for (const name of block.assigned) this.forget(name)
    block.assigned.clear()
  }

  /** Sets a variable: one literal value, or unknown. */
  assign(name: string, value: string | null, line: number, raw = ''): void {
    this.scope.bind(name, this.chain === 'or' ? null : value, line, raw)
    if (this.chain !== 'certain') this.chainAssigned.add(name)
    this.blocks.at(-1)?.assigned.add(name)
  }

  /** Opens a loop over values; none when they are not known. */
  loop(name: string, binding: Binding): void {
    this.open('loop')
    this.scope.set(name, binding)
    this.blocks.at(-1)?.assigned.add(name)
  }

  private endChain(): void {
    this.chain = 'certain'
    if (this.chainAssigned.size === 0) return
    for (const name of this.chainAssigned) this.forget(name)
    this.chainAssigned = new Set()
  }

  private forget(name: string): void {
    const before = this.scope.get(name)
    this.scope.bind(name, null, before?.line ?? 0, before?.raw || before?.values[0])
  }
}
