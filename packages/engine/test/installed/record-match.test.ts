import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isContentOf } from '@cordon/engine/installed'
import { parseRecord } from '@cordon/pypa'

const wheel = [
  'demo/__init__.py,sha256=aaa,1',
  'demo-1.0.data/purelib/extra.py,sha256=bbb,2',
  'demo-1.0.data/scripts/tool,sha256=ccc,3',
  'demo-1.0.data/data/share/demo.txt,sha256=ddd,4',
  'demo-1.0.dist-info/METADATA,sha256=eee,5',
  'demo-1.0.dist-info/RECORD,,',
]
const installed = [
  '../../../bin/tool,sha256=changed,9',
  '../../../bin/generated,sha256=zzz,9',
  '../../../share/demo.txt,sha256=ddd,4',
  'demo/__init__.py,sha256=aaa=,1',
  'demo/__pycache__/__init__.cpython-312.pyc,,',
  'extra.py,sha256=bbb,2',
  'demo-1.0.dist-info/INSTALLER,sha256=fff,4',
  'demo-1.0.dist-info/METADATA,sha256=eee,5',
  'demo-1.0.dist-info/RECORD,,',
  'demo-1.0.dist-info/REQUESTED,sha256=,0',
  'demo-1.0.dist-info/provenance_url.json,sha256=ggg,9',
]

function matches(have: readonly string[], of: readonly string[] = wheel): boolean {
  return isContentOf(parseRecord(`${have.join('\n')}\n`), parseRecord(`${of.join('\r\n')}\r\n`))
}

describe('what is installed and a wheel', () => {
  it('are the same but for what installers add and write anew', () => {
    assert.ok(matches(installed))
    assert.ok(matches(installed.map((line) => line.replace('demo/__init__.py', 'demo\\__init__.py'))))
  })

  it('are not where a file of the wheel is missing or another', () => {
    for (const path of ['demo/__init__.py', 'extra.py', '../../../share/demo.txt', 'demo-1.0.dist-info/METADATA']) {
      assert.equal(matches(installed.filter((line) => !line.startsWith(path))), false, path)
      const changed = installed.map((line) =>
        line.startsWith(path) ? line.replace(/sha256=\w+/, 'sha256=other') : line,
      )
      assert.equal(matches(changed), false, path)
    }
    assert.equal(matches(installed.map((line) => line.replace('aaa=,1', 'aaa,2'))), false)
  })

  it('are not where there is more, or nothing', () => {
    assert.equal(matches([...installed, 'demo/more.py,sha256=xxx,1']), false)
    assert.equal(matches([...installed, 'demo-1.0.dist-info/more.txt,sha256=xxx,1']), false)
    assert.equal(matches([], []), false)
    assert.equal(matches(['demo-1.0.dist-info/RECORD,,'], ['demo-1.0.dist-info/RECORD,,']), false)
    assert.equal(matches(['a.py,,'], ['a.py,,']), false)
  })
})
