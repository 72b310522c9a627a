import { asObject, type DataObject, lineKey, listOf, member, objectsOf, textOf } from '../data.ts'
import { DocumentError } from '../error.ts'
import type { Json, JsonObject } from '../json.ts'
import { readXml, type XmlElement } from '../xml/read.ts'
import { type XmlNode, xmlText } from '../xml/write.ts'
import { type ShapeName, type XmlPart, xmlShapes } from './xml-shapes.ts'

const nameSpace = /^http:\/\/cyclonedx\.org\/schema\/bom\/(1\.\d{1,2})$/

/** The XML form of a CycloneDX document, from its JSON form. */
export function cyclonedxXml(document: JsonObject, version: string): string {
  const root = toNode('bom', 'bom', document)
  return xmlText({ ...root, attributes: { xmlns: `http://cyclonedx.org/schema/bom/${version}`, ...root.attributes } })
}

function toNode(name: string, shape: ShapeName, object: DataObject): XmlNode {
  const attributes: Record<string, string> = {}
  const children: XmlNode[] = []
  let text = ''
  for (const part of xmlShapes[shape]) {
    if (member(object, part.key) === undefined) continue
    if (part.at === 'attribute') attributes[part.name] = wordOf(object, part.key)
    else if (part.at === 'text') text = wordOf(object, part.key)
    else children.push(...childrenOf(part, object))
  }
  return { name, attributes, children, text }
}

/** A value as text, white space too. */
function wordOf(object: DataObject, key: string): string {
  return String(member(object, key) ?? '')
}

function childrenOf(part: Exclude<XmlPart, { at: 'attribute' | 'text' }>, object: DataObject): readonly XmlNode[] {
  const { key } = part
  switch (part.at) {
    case 'element':
    case 'repeated':
      return listOf(object, key).map((value) => valueNode(key, value, part.shape))
    case 'list':
      return [
        node(
          key,
          each(objectsOf(object, key), (item) => toNode(part.item, part.shape, item)),
        ),
      ]
    case 'subjects':
      return [
        node(
          key,
          listOf(object, key).map((ref) => ({ ...node('subject', []), attributes: { ref: String(ref) } })),
        ),
      ]
    case 'dependencies':
      return [node(key, each(objectsOf(object, key), dependencyNode))]
    case 'licenses':
      return [node(key, objectsOf(object, key).map(licenseNode))]
    case 'tools':
      return [toolsNode(object)]
  }
}

const noAttributes = {}
const noNodes: readonly XmlNode[] = []

/** One node after the other, as they are written: those of a whole document would fill the memory. */
function* each<T>(items: Iterable<T>, make: (item: T) => XmlNode): Generator<XmlNode> {
  for (const item of items) yield make(item)
}

function node(name: string, children: Iterable<XmlNode>): XmlNode {
  return { name, attributes: noAttributes, children, text: '' }
}

function valueNode(name: string, value: Json, shape: ShapeName | undefined): XmlNode {
  const object = asObject(value)
  if (object !== null && shape !== undefined) return toNode(name, shape, object)
  return { name, attributes: noAttributes, children: noNodes, text: String(value) }
}

function dependencyNode(entry: DataObject): XmlNode {
  const needed = listOf(entry, 'dependsOn').map((ref) => ({
    ...node('dependency', []),
    attributes: { ref: String(ref) },
  }))
  return { ...node('dependency', needed), attributes: { ref: wordOf(entry, 'ref') } }
}

function licenseNode(choice: DataObject): XmlNode {
  const license = asObject(member(choice, 'license'))
  if (license !== null) return toNode('license', 'license', license)
  const acknowledgement = textOf(choice, 'acknowledgement')
  return {
    ...node('expression', []),
    attributes: acknowledgement === null ? {} : { acknowledgement },
    text: wordOf(choice, 'expression'),
  }
}

function toolsNode(metadata: DataObject): XmlNode {
  const tools = member(metadata, 'tools')
  if (Array.isArray(tools))
    return node(
      'tools',
      objectsOf(metadata, 'tools').map((tool) => toNode('tool', 'tool', tool)),
    )
  const found = objectsOf(asObject(tools), 'components')
  return node('tools', [
    node(
      'components',
      found.map((tool) => toNode('component', 'component', tool)),
    ),
  ])
}

/** The JSON form of a CycloneDX document in XML, and its version. Throws `DocumentError`. */
export function readCyclonedxXml(text: string): { readonly document: DataObject; readonly version: string } {
  const root = readXml(text)
  const version = nameSpace.exec(root.space)?.[1]
  if (root.name !== 'bom' || version === undefined)
    throw new DocumentError(
      'UNSUPPORTED_FORMAT',
      'This XML is no CycloneDX document: its root is no `bom` of a known name space.',
      {
        line: root.line,
      },
    )
  return { document: fromElement(root, 'bom', root.space), version }
}

function fromElement(element: XmlElement, shape: ShapeName, space: string): DataObject {
  const object: Record<string | symbol, Json> = { [lineKey]: element.line }
  const parts = xmlShapes[shape]
  const byKey = partsByName(shape)
  for (const [name, value] of element.attributes) {
    const part = byKey.get(`@${name}`)
    if (part !== undefined) put(object, part.key, value)
  }
  for (const child of element.children) {
    if (child.space !== space) continue
    const part = byKey.get(child.name)
    // What no part knows is told as left out by whoever reads the object.
    put(object, child.name, part === undefined ? true : fromChild(part, child, { object, space }))
  }
  const own = parts.find((part) => part.at === 'text')
  if (own !== undefined) put(object, own.key, element.text)
  return object as DataObject
}

const tables = new Map<ShapeName, ReadonlyMap<string, XmlPart>>()

/** The parts of a shape by the names of their elements, and of their attributes after an `@`. */
function partsByName(shape: ShapeName): ReadonlyMap<string, XmlPart> {
  const known = tables.get(shape)
  if (known !== undefined) return known
  const table = new Map(
    xmlShapes[shape].map((part) => [part.at === 'attribute' ? `@${part.name}` : part.key, part] as const),
  )
  tables.set(shape, table)
  return table
}

function put(object: Record<string | symbol, Json>, key: string, value: Json): void {
  if (key === '__proto__') return
  object[key] = value
}

interface Inside {
  readonly object: DataObject
  readonly space: string
}

function fromChild(part: XmlPart, child: XmlElement, { object, space }: Inside): Json {
  switch (part.at) {
    case 'repeated':
      return added(member(object, part.key), contentOf(child, part.shape, space))
    case 'list':
      return within(child, part.item, space).map((each) => fromElement(each, part.shape, space))
    case 'subjects':
      return within(child, 'subject', space).map((each) => each.attributes.get('ref') ?? '')
    case 'dependencies':
      return within(child, 'dependency', space).map((each) => dependencyOf(each, space))
    case 'licenses':
      return child.children.flatMap((each) => licenseOf(each, space))
    case 'tools':
      return toolsOf(child, space)
    default:
      return contentOf(child, part.at === 'element' ? part.shape : undefined, space)
  }
}

/** The same list, longer: a copy for each of many would take for ever. */
function added(before: Json | undefined, value: Json): Json {
  if (!Array.isArray(before)) return [value]
  before.push(value)
  return before as Json
}

function within(element: XmlElement, name: string, space: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name && child.space === space)
}

function contentOf(element: XmlElement, shape: ShapeName | undefined, space: string): Json {
  return shape === undefined ? element.text : fromElement(element, shape, space)
}

function dependencyOf(element: XmlElement, space: string): JsonObject {
  const dependsOn = within(element, 'dependency', space).map((each) => each.attributes.get('ref') ?? '')
  return { ref: element.attributes.get('ref') ?? '', dependsOn }
}

function licenseOf(element: XmlElement, space: string): readonly JsonObject[] {
  if (element.space !== space) return []
  if (element.name === 'license') return [{ license: fromElement(element, 'license', space) }]
  const acknowledgement = element.attributes.get('acknowledgement') ?? null
  return element.name === 'expression' ? [{ expression: element.text, acknowledgement }] : []
}

function toolsOf(element: XmlElement, space: string): Json {
  const [held] = within(element, 'components', space)
  if (held === undefined) return within(element, 'tool', space).map((tool) => fromElement(tool, 'tool', space))
  return { components: within(held, 'component', space).map((tool) => fromElement(tool, 'component', space)) }
}
