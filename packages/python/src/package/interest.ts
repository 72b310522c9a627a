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
    const kept = keptNodes(tree)
    const hot = hotSymbols(tree, kept.imports, shared)
    const telling = placesOf(tree, kept, hot)
    for (const [symbol, name] of functionsWithin(tree, kept.functions, telling)) {
      hot.add(symbol)
      if (name.length >= shortestShared) shared.add(name)
    }
    for (const name of namesOfLookUps) addSymbol(tree, hot, name)
    this.places = placesOf(tree, kept, hot)
  }

  /** Whether a name of interest stands in a node. */
  holds(node: number): boolean {
    return hasBetween(this.places, this.tree.start(node), this.tree.end(node))
  }
}

/** The nodes of a tree that matter here. */
interface KeptNodes {
  readonly imports: readonly number[]
  readonly functions: readonly { readonly node: number; readonly name: number }[]
  /** Names and attributes, parents before children. */
  readonly names: readonly number[]
}

/** One walk over all nodes, from parents to children. */
function keptNodes(tree: Tree): KeptNodes {
  const imports: number[] = []
  const functions: { readonly node: number; readonly name: number }[] = []
  const names: number[] = []
  for (let node = tree.root; node > 0; node -= 1) {
    const kind = tree.kind(node)
    if (kind === Node.Name || kind === Node.Attribute) names.push(node)
    else if (kind === Node.Function) functions.push({ node, name: nameOf(tree, node) })
    else if (kind === Node.Import || kind === Node.ImportFrom) imports.push(node)
  }
  return { imports, functions, names }
}

/** Symbols of names of interest: of builtins, of what is imported from modules of interest, and of the package's own functions. */
function hotSymbols(tree: Tree, imports: readonly number[], shared: ReadonlySet<string>): Set<number> {
  const hot = new Set<number>()
  for (const name of namesOfInterest) addSymbol(tree, hot, name)
  for (const node of imports)
    if (tree.kind(node) === Node.Import) addImported(tree, node, hot)
    else addTaken(tree, node, hot, shared)
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

const isHot = 1
const isUsualName = 2
const isUsualModule = 4

/** Where hot names stand: but for those of which only what is usual is asked, and that of a function where it is defined. */
function placesOf(tree: Tree, { names, functions }: KeptNodes, hot: ReadonlySet<number>): readonly number[] {
  const places: number[] = []
  const marks = marksOf(tree, hot)
  const passedOver = new Set<number>()
  for (const { name } of functions) passedOver.add(name)
  for (let index = 0; index < names.length; index += 1) {
    const node = names[index] ?? 0
    const mark = marks[tree.value(node)] ?? 0
    if ((mark & (isHot | isUsualName)) === 0) continue
    if ((mark & isHot) !== 0 && !passedOver.has(node)) places.push(tree.end(node) - 1)
    else if ((mark & isUsualName) !== 0 && tree.kind(node) === Node.Attribute) {
      const object = tree.first(node)
      if (((marks[tree.value(object)] ?? 0) & isUsualModule) !== 0) passedOver.add(object)
    }
  }
  return places.sort((a, b) => a - b)
}

/** What each symbol is, as bits. */
function marksOf(tree: Tree, hot: ReadonlySet<number>): Uint8Array {
  const marks = new Uint8Array(tree.symbols.size)
  const mark = (symbol: number, bit: number): void => {
    if (symbol >= 0) marks[symbol] = (marks[symbol] ?? 0) | bit
  }
  for (const symbol of hot) mark(symbol, isHot)
  for (const name of usualNames) mark(tree.symbols.find(name), isUsualName)
  for (const name of modulesOfUsualNames) mark(tree.symbols.find(name), isUsualModule)
  return marks
}

/** The name in a definition; 0 when it has none. */
function nameOf(tree: Tree, definition: number): number {
  let child = tree.first(definition)
  while (child !== 0 && tree.kind(child) !== Node.Name) child = tree.next(child)
  return child
}

/** Functions with a name of interest in them. */
function functionsWithin(
  tree: Tree,
  functions: KeptNodes['functions'],
  places: readonly number[],
): readonly (readonly [symbol: number, name: string])[] {
  const found: (readonly [number, string])[] = []
  for (const { node, name } of functions) {
    if (name === 0 || !hasBetween(places, tree.start(node), tree.end(node))) continue
    const text = tree.name(name)
    if (!text.startsWith('__')) found.push([tree.value(name), text])
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
