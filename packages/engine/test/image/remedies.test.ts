import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ImageSummary, withLayers } from '@cordon/engine'
import type { Finding, Installed, LayerReference, Lockfile, Owner } from '@cordon/model'
import { advisoryFinding, found, sampleAdvisory, sampleDependency, sampleFile, sampleVerdict } from '@cordon/testkit'

const plain: LayerReference = { index: 2, diffId: 'sha256:2', createdBy: null, base: false }

interface Case {
  readonly layer?: Partial<LayerReference>
  readonly owner?: Owner
  readonly image?: Partial<Pick<ImageSummary, 'base' | 'hidden'>>
  readonly fix?: Finding['fix']
  readonly file?: Lockfile
}

const installed: Installed = {
  path: 'lib/x',
  environment: '',
  installer: 'pip',
  requested: null,
  license: null,
  summary: null,
  recorded: null,
  entryPoints: [],
  owner: null,
  layer: null,
  components: [],
  modules: [],
  requires: [],
}

const plainDependency = sampleDependency('jinja2', '2.10', 'image/METADATA:1')
const advised = advisoryFinding(sampleAdvisory('PYSEC-2019-1'), plainDependency)

/** The one finding of a package in an image, after the image has told where it is from. */
function findingIn({ layer = {}, owner, image = {}, fix, file = sampleFile('image') }: Case): Finding {
  const dependency = {
    ...plainDependency,
    installed: { ...installed, owner: owner ?? null, layer: { ...plain, ...layer } },
  }
  const clearing = { version: '2.11', unfixable: [], because: 'it clears it' }
  const outcome = found({ ...advised, fix: fix === undefined ? clearing : fix })
  const { inspection } = sampleVerdict(dependency, { c: outcome }, [], { file })
  const origin = { base: null, hidden: new Map(), layers: [], ...image }
  const refined = withLayers([inspection], origin)[0]?.outcomes.get('c')
  assert.ok(refined?.kind === 'found')
  return refined.findings[0]
}

const remedyIn = (given: Case): string => findingIn(given).remedy

describe('findings of an image', () => {
  it('name the layer, its command, and whether it is the base image’s', () => {
    assert.match(
      findingIn({ layer: { createdBy: 'RUN pip install x' } }).message,
      /It is from layer 2 \(RUN pip install x\)\.$/,
    )
    assert.match(
      findingIn({ layer: { base: true } }).message,
      /layer 2, of the base image \(the history does not say by what\)/,
    )
  })

  it('say which word of an instruction to change', () => {
    for (const [command, word] of [
      ['RUN pip install flask Jinja2==2.10', 'Jinja2==2.10'],
      ["RUN pip install 'jinja2[i18n]>=2' && rm -rf x", 'jinja2[i18n]>=2'],
      ['RUN uv pip install jinja2', 'jinja2'],
    ] as const)
      assert.equal(
        remedyIn({ layer: { createdBy: command } }),
        `In the instruction of layer 2, write jinja2==2.11 for ${word}.`,
      )
  })

  it('send to the file that an instruction installs from', () => {
    for (const command of [
      'RUN pip install -r requirements.txt',
      'RUN uv sync --frozen',
      'RUN cd /x && poetry install',
      'RUN pip install .',
    ])
      assert.match(
        remedyIn({ layer: { createdBy: command } }),
        /^Set jinja2==2\.11 in what the instruction of layer 2 installs from/,
      )
  })

  it('say so where nothing tells who asked', () => {
    assert.match(
      remedyIn({ layer: { createdBy: 'RUN pip install jinja2-time' } }),
      /^Install jinja2==2\.11 in the instruction of layer 2/,
    )
  })

  it('leave to the distribution and to the base image what is theirs', () => {
    const owner: Owner = {
      kind: 'dpkg',
      name: 'python3-jinja2',
      version: '2.10-1',
      source: null,
      purl: 'pkg:deb/debian/python3-jinja2',
    }
    assert.match(remedyIn({ owner }), /^Update the package python3-jinja2 of the distribution/)
    const base: ImageSummary['base'] = {
      name: 'python:3.12',
      digest: null,
      layers: 3,
      boundary: 'given',
      named: 'given',
    }
    assert.match(
      remedyIn({ layer: { base: true }, image: { base } }),
      /^Move to a release of python:3\.12 that has jinja2 2\.11/,
    )
  })

  it('say that what a later layer deletes is still there', () => {
    const file = sampleFile('image')
    const finding = findingIn({ file, image: { hidden: new Map([[file, 4]]) } })
    assert.match(finding.message, /Layer 4 deletes it, but it is still in the bytes/)
    assert.match(finding.remedy, /^Install and delete jinja2 within one instruction/)
  })

  it('keep their own remedy where no release clears them', () => {
    assert.equal(remedyIn({ fix: null }), advised.remedy)
  })
})
