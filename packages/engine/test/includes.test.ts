import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { type Taken, takeInventory } from '../src/inventory.ts'
import { request, tree } from './tree.ts'

function take(t: TestContext, files: Readonly<Record<string, string>>, targets?: readonly string[]): Taken {
  return takeInventory(request(tree(t, { '.git/HEAD': '', ...files }), targets))
}

const names = (taken: Taken): string[] =>
  taken.files.flatMap(({ file }) =>
    file.dependencies.map((each) => `${file.path}: ${each.name}${each.constraint ? ' (constraint)' : ''}`),
  )
const codes = (taken: Taken): string[] => taken.skipped.map((each) => `${each.at.path}:${each.at.line} ${each.code}`)

describe('-r and -c', () => {
  it('are followed to files of any name, relative to the including file', (t) => {
    const taken = take(t, {
      'requirements.txt': '-r deps/base.list\n-c deps/limits.list\n',
      'deps/base.list': '-r more.list\nflask==3.1.3\n',
      'deps/more.list': 'jinja2==3.1.6\n',
      'deps/limits.list': 'click<9\n',
    })
    assert.deepEqual(names(taken), [
      'deps/base.list: flask',
      'deps/limits.list: click (constraint)',
      'deps/more.list: jinja2',
    ])
    assert.deepEqual(codes(taken), [])
  })

  it('report a missing target with its line', (t) => {
    assert.deepEqual(codes(take(t, { 'requirements.txt': 'flask==3.1.3\n-r gone.txt\n' })), [
      'requirements.txt:2 MISSING_INCLUDE',
    ])
  })

  it('report a cycle and still read every file once', (t) => {
    const taken = take(t, {
      'requirements.txt': '-r b.list\na==1\n',
      'b.list': '-r requirements.txt\nb==1\n',
      'requirements-self.txt': '-r requirements-self.txt\n',
    })
    assert.deepEqual(names(taken), ['b.list: b', 'requirements.txt: a'])
    assert.deepEqual(codes(taken), ['b.list:1 INCLUDE_CYCLE', 'requirements-self.txt:1 INCLUDE_CYCLE'])
  })

  it('neither fetch nor leave the repository', (t) => {
    const taken = take(t, {
      'requirements.txt':
        '-r https://files.example/requirements.txt\n-r /etc/hostname\n-r ../../../../../../etc/passwd\n',
    })
    assert.deepEqual(codes(taken), [
      'requirements.txt:1 REMOTE_INCLUDE',
      'requirements.txt:2 INCLUDE_OUTSIDE',
      'requirements.txt:3 INCLUDE_OUTSIDE',
    ])
    assert.equal(taken.files.length, 1)
  })

  it('may reach a sibling folder of the same repository', (t) => {
    const taken = take(t, { 'a/requirements.txt': '-r ../shared.list\n', 'shared.list': 'idna==3.20\n' }, ['a'])
    assert.deepEqual(
      taken.files.flatMap(({ file }) => file.dependencies.map((each) => each.name)),
      ['idna'],
    )
    assert.deepEqual(codes(taken), [])
  })
})
