/** Where a value of the JSON form stands in the XML form. */
export type XmlPart =
  | { readonly at: 'attribute'; readonly key: string; readonly name: string; readonly isNumber?: boolean }
  /** The text of the element itself. */
  | { readonly at: 'text'; readonly key: string }
  /** One child: text, or an object of a shape. */
  | { readonly at: 'element'; readonly key: string; readonly shape?: ShapeName; readonly isNumber?: boolean }
  /** Children of one name, without anything around them. */
  | { readonly at: 'repeated'; readonly key: string; readonly shape?: ShapeName }
  /** Children within an element that holds them. */
  | { readonly at: 'list'; readonly key: string; readonly item: string; readonly shape: ShapeName }
  | { readonly at: 'dependencies' | 'licenses' | 'subjects' | 'tools'; readonly key: string }

export type ShapeName =
  | 'affected-version'
  | 'analysis'
  | 'annotation'
  | 'annotator'
  | 'attachment'
  | 'bom'
  | 'component'
  | 'contact'
  | 'evidence'
  | 'formula'
  | 'hash'
  | 'license'
  | 'lifecycle'
  | 'metadata'
  | 'occurrence'
  | 'organization'
  | 'property'
  | 'reference'
  | 'related'
  | 'response'
  | 'target'
  | 'tool'
  | 'vulnerability'

const bomRef: XmlPart = { at: 'attribute', key: 'bom-ref', name: 'bom-ref' }

function element(key: string, shape?: ShapeName): XmlPart {
  return shape === undefined ? { at: 'element', key } : { at: 'element', key, shape }
}

function list(key: string, item: string, shape: ShapeName): XmlPart {
  return { at: 'list', key, item, shape }
}

const components = list('components', 'component', 'component')
const hashes = list('hashes', 'hash', 'hash')
const properties = list('properties', 'property', 'property')

/** The elements of each kind, in the order that the XML schema demands. */
export const xmlShapes: Readonly<Record<ShapeName, readonly XmlPart[]>> = {
  bom: [
    { at: 'attribute', key: 'serialNumber', name: 'serialNumber' },
    { at: 'attribute', key: 'version', name: 'version', isNumber: true },
    element('metadata', 'metadata'),
    components,
    { at: 'dependencies', key: 'dependencies' },
    list('vulnerabilities', 'vulnerability', 'vulnerability'),
    list('annotations', 'annotation', 'annotation'),
    list('formulation', 'formula', 'formula'),
  ],
  metadata: [
    element('timestamp'),
    list('lifecycles', 'lifecycle', 'lifecycle'),
    { at: 'tools', key: 'tools' },
    list('authors', 'author', 'contact'),
    element('component', 'component'),
    element('manufacturer', 'organization'),
    element('manufacture', 'organization'),
    element('supplier', 'organization'),
    properties,
  ],
  lifecycle: [element('phase'), element('name')],
  tool: [element('vendor'), element('name'), element('version')],
  component: [
    { at: 'attribute', key: 'type', name: 'type' },
    bomRef,
    element('supplier', 'organization'),
    element('manufacturer', 'organization'),
    list('authors', 'author', 'contact'),
    element('author'),
    element('publisher'),
    element('group'),
    element('name'),
    element('version'),
    element('description'),
    element('scope'),
    hashes,
    { at: 'licenses', key: 'licenses' },
    element('copyright'),
    element('cpe'),
    element('purl'),
    list('externalReferences', 'reference', 'reference'),
    properties,
    components,
    element('evidence', 'evidence'),
  ],
  evidence: [list('occurrences', 'occurrence', 'occurrence')],
  occurrence: [element('location'), { at: 'element', key: 'line', isNumber: true }],
  organization: [
    bomRef,
    element('name'),
    { at: 'repeated', key: 'url' },
    { at: 'repeated', key: 'contact', shape: 'contact' },
  ],
  contact: [bomRef, element('name'), element('email')],
  hash: [
    { at: 'attribute', key: 'alg', name: 'alg' },
    { at: 'text', key: 'content' },
  ],
  license: [
    bomRef,
    { at: 'attribute', key: 'acknowledgement', name: 'acknowledgement' },
    element('id'),
    element('name'),
    element('text', 'attachment'),
    element('url'),
  ],
  attachment: [
    { at: 'attribute', key: 'contentType', name: 'content-type' },
    { at: 'attribute', key: 'encoding', name: 'encoding' },
    { at: 'text', key: 'content' },
  ],
  reference: [{ at: 'attribute', key: 'type', name: 'type' }, element('url'), element('comment'), hashes],
  property: [
    { at: 'attribute', key: 'name', name: 'name' },
    { at: 'text', key: 'value' },
  ],
  annotation: [
    bomRef,
    { at: 'subjects', key: 'subjects' },
    element('annotator', 'annotator'),
    element('timestamp'),
    element('text'),
  ],
  annotator: [
    element('organization', 'organization'),
    element('individual', 'contact'),
    element('component', 'component'),
  ],
  formula: [bomRef, components],
  vulnerability: [
    bomRef,
    element('id'),
    list('references', 'reference', 'related'),
    element('description'),
    element('recommendation'),
    element('workaround'),
    element('analysis', 'analysis'),
    list('affects', 'target', 'target'),
  ],
  related: [element('id')],
  analysis: [
    element('state'),
    element('justification'),
    list('responses', 'response', 'response'),
    element('detail'),
    element('firstIssued'),
    element('lastUpdated'),
  ],
  response: [{ at: 'text', key: 'word' }],
  target: [element('ref'), list('versions', 'version', 'affected-version')],
  'affected-version': [element('version'), element('range'), element('status')],
}
