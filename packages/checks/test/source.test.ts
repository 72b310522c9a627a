import assert from 'node:assert/strict'
import { existsSync, globSync, readdirSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { suite, test } from 'node:test'
import { behaviours, seeBehaviours } from '../src/artifact.ts'
import { codeOfCase, factsOfCase, filesOfCase, type Mark, markOf, marksOf } from './support/package-case.ts'

const root = import.meta.dirname
const repository = join(root, '..', '..', '..')

for (const behaviour of behaviours) {
  suite(behaviour.id, () => {
    for (const kind of ['hit', 'clean']) {
      const folder = join(root, behaviour.id, kind)
      const cases = existsSync(folder) ? readdirSync(folder) : []
      test(`has a ${kind} case`, () => assert.ok(cases.length > 0, `${folder} holds no case`))
      for (const name of cases)
        test(`${kind}: ${name}`, () => {
          const files = filesOfCase(join(folder, name))
          assert.ok(files.size > 0, 'the case holds no file')
          const own = ({ place }: Mark): boolean => place.includes(` ${behaviour.id} `)
          const seen = seeBehaviours({ code: codeOfCase(files), artifact: factsOfCase(files) })
            .map(markOf)
            .filter(own)
          const must = marksOf(files).filter(own)
          assert.deepEqual(seen.map(({ place }) => place).sort(), must.map(({ place }) => place).sort())
          for (const { place, grade } of must)
            if (grade !== null) assert.equal(seen.find((each) => each.place === place)?.grade, grade, place)
          if (kind === 'hit') assert.ok(must.length > 0, 'nothing is marked')
          else
            assert.ok(
              seen.every(({ grade }) => grade === 'low'),
              'more than a hint is seen in what is clean',
            )
        })
    }
  })
}

test('the registry is sorted, each id is its file, each file is in it, each has a page', () => {
  const ids = behaviours.map((behaviour) => behaviour.id)
  assert.deepEqual(ids, [...new Set(ids)].sort())
  const files = globSync('source/*.ts', { cwd: join(root, '..', 'src') }).map((path) =>
    path.replaceAll(sep, '/').slice(0, -3),
  )
  assert.deepEqual(files.filter((file) => !/\/(?:behaviour|index)$/.test(file)).sort(), ids)
  for (const id of ids) assert.ok(existsSync(join(repository, 'docs', 'checks', `${id}.md`)), `no page for ${id}`)
})

test('every case folder belongs to a behaviour', () => {
  const folders = globSync('source/*/{hit,clean}', { cwd: root }).map((path) => dirname(path).replaceAll(sep, '/'))
  const ids = new Set(behaviours.map((behaviour) => behaviour.id))
  for (const folder of folders) assert.ok(ids.has(folder), `${folder} is no behaviour`)
})
