import { Node } from '../node.ts'
import type { Tree } from '../tree.ts'
import { modulesOfUsualNames, namesOfInterest, namesOfLookUps, pathOfInterest, usualNames } from './prefilter.ts'

/** Names of functions that other files may have from this one are shared; short and common ones say too little. */
const shortestShared = 5

/**
 * Which functions and blocks of a file can do anything of interest: those in which a name stands that does, or that a file of the
 * package gives to a function which does.
 */
export class Interest {
  private readonly tree: Tree
  /** Where names of interest stand, in order. */
  private readonly places: readonly number[]

  /** `shared`: names of functions of interest in all files of the package so far; those of this file are added. */
  constructor(tree: Tree, shared: Set<string>) {
    this.tree = tree
    const hot = hotSymbols(tree, shared)
    const telling = placesOf(tree, hot)
    for (const [symbol, name] of functionsWithin(tree, telling)) {
      hot.add(symbol)
      if (name.length >= shortestShared) shared.add(name)
    }
    for (const name of namesOfLookUps) addSymbol(tree, hot, name)
    this.places = placesOf(tree, hot)
  }

  /** Whether a name of interest stands in a node. */
  holds(node: number): boolean {
    return hasBetween(this.places, this.tree.start(node), this.tree.end(node))
  }
}

/** Symbols of names of interest: of builtins, of what is imported from modules of interest, and of the package's own functions. */
function hotSymbols(tree: Tree, shared: ReadonlySet<string>): Set<number> {
  const hot = new Set<number>()
  for (const name of namesOfInterest) addSymbol(tree, hot, name)
  for (let node = 1; node < tree.size; node += 1) {
    const kind = tree.kind(node)
    if (kind === Node.Import) addImported(tree, node, hot)
    else if (kind === Node.ImportFrom) addTaken(tree, node, hot, shared)
  }
  return hot
}

function addSymbol(tree: Tree, hot: Set<number>, name: string): void {
  const symbol = tree.symbols.find(name)
  if (symbol >= 0) hot.add(symbol)
}

function addImported(tree: Tree, node: number, hot: Set<number>): void {
  for (let name = tree.first(node); name !== 0; name = tree.next(name)) {
    const path = tree.first(name)
    if (!pathOfInterest.test(tree.text(path))) continue
    const alias = tree.next(path)
    if (alias !== 0) hot.add(tree.value(alias))
    else addSymbol(tree, hot, tree.text(path).split('.')[0] ?? '')
  }
}

function addTaken(tree: Tree, node: number, hot: Set<number>, shared: ReadonlySet<string>): void {
  const path = tree.first(node)
  const isOwn = tree.kind(path) === Node.ImportName
  const isHot = !isOwn && pathOfInterest.test(tree.text(path))
  for (let name = isOwn ? path : tree.next(path); name !== 0; name = tree.next(name)) {
    const own = tree.first(name)
    if (own !== 0 && (isHot || shared.has(tree.text(own))))
      hot.add(tree.value(tree.next(own) === 0 ? own : tree.next(own)))
  }
}

/** Where hot names stand: but for those of which only what is usual is asked, and that of a function where it is defined. */
function placesOf(tree: Tree, hot: ReadonlySet<number>): readonly number[] {
  const places: number[] = []
  const isHot = new Uint8Array(tree.symbols.size)
  for (const symbol of hot) isHot[symbol] = 1
  const usual = usualSymbols(tree)
  const passedOver = new Set<number>()
  // From parents to children.
  for (let node = tree.root; node > 0; node -= 1) {
    const kind = tree.kind(node)
    if (kind === Node.Function) passedOver.add(nameOf(tree, node))
    if (kind !== Node.Name && kind !== Node.Attribute) continue
    const symbol = tree.value(node)
    if (isHot[symbol] === 1 && !passedOver.has(node)) places.push(tree.end(node) - 1)
    else if (kind === Node.Attribute && usual.attributes.has(symbol) && usual.modules.has(tree.value(tree.first(node))))
      passedOver.add(tree.first(node))
  }
  return places.sort((a, b) => a - b)
}

interface UsualSymbols {
  readonly modules: ReadonlySet<number>
  readonly attributes: ReadonlySet<number>
}

function usualSymbols(tree: Tree): UsualSymbols {
  const found = (names: readonly string[]): Set<number> => new Set(names.map((name) => tree.symbols.find(name)))
  const modules = found(modulesOfUsualNames)
  const attributes = found(usualNames)
  modules.delete(-1)
  attributes.delete(-1)
  return { modules, attributes }
}

/** The name in a definition; 0 when it has none. */
function nameOf(tree: Tree, definition: number): number {
  let child = tree.first(definition)
  while (child !== 0 && tree.kind(child) !== Node.Name) child = tree.next(child)
  return child
}

/** Functions with a name of interest in them. */
function functionsWithin(tree: Tree, places: readonly number[]): readonly (readonly [symbol: number, name: string])[] {
  const found: (readonly [number, string])[] = []
  for (let node = 1; node < tree.size; node += 1) {
    if (tree.kind(node) !== Node.Function || !hasBetween(places, tree.start(node), tree.end(node))) continue
    const child = nameOf(tree, node)
    const name = tree.name(child)
    if (child !== 0 && !name.startsWith('__')) found.push([tree.value(child), name])
  }
  return found
}

function hasBetween(places: readonly number[], start: number, end: number): boolean {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < start) low = middle + 1
    else high = middle
  }
  const found = places[low]
  return found !== undefined && found < end
}
