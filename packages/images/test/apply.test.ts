import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { type ApplySettings, applyLayers, defaultImageLimits, ImageError, type ImageErrorCode } from '@cordon/images'
import { type TarMember, writeTar } from '@cordon/testkit'
import fc from 'fast-check'
import { apply, layerOf, listing } from './layers.ts'
import { manyEntries } from './many.ts'

const folder = (name: string): TarMember => ({ name: `${name}/`, type: '5' })
const symlink = (name: string, link: string): TarMember => ({ name, type: '2', link })
const hardlink = (name: string, link: string): TarMember => ({ name, type: '1', link })

const codesOf = (applied: Awaited<ReturnType<typeof apply>>): readonly string[] =>
  applied.problems.map(({ code }) => code)

async function refused(work: Promise<unknown>, code: ImageErrorCode): Promise<void> {
  await assert.rejects(work, (error) => error instanceof ImageError && error.code === code)
}

describe('layers one above the other', () => {
  it('show the last of each file and say which layer it is from', async () => {
    const { tree } = await apply([
      [folder('a'), { name: 'a/x', data: '1' }, { name: 'a/y', data: '1' }],
      [
        { name: 'a/x', data: '2' },
        { name: 'b', data: '2' },
      ],
    ])
    assert.deepEqual(listing(tree), { a: '/', 'a/x': '2 @1', 'a/y': '1 @0', b: '2 @1' })
  })

  it('leave a file where it came from when a later layer writes the same bytes again', async () => {
    const { tree, hidden } = await apply([[{ name: 'x', data: 'same' }], [{ name: 'x', data: 'same', mode: 0o755 }]])
    assert.deepEqual(listing(tree), { x: 'same @0' })
    assert.equal(tree.look('x')?.executable, true)
    assert.deepEqual(hidden, [])
  })

  it('make folders that no entry names', async () => {
    const { tree } = await apply([[{ name: 'a/b/c', data: '1' }]])
    assert.deepEqual(listing(tree), { a: '/', 'a/b': '/', 'a/b/c': '1 @0' })
  })

  it('give digests where those are wished for, and nothing where nothing is', async () => {
    const { tree } = await apply(
      [
        [
          { name: 'x', data: 'abc' },
          { name: 'y', data: 'abc' },
        ],
      ],
      {
        wish: (path) => (path === 'x' ? 'digest' : 'pass'),
      },
    )
    assert.equal(tree.sha256('x'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    assert.equal(tree.read('x', 10), null)
    assert.equal(tree.sha256('y'), null)
    assert.equal(tree.look('y')?.size, 3)
  })
})

describe('deletions', () => {
  it('hide a file of lower layers', async () => {
    const { tree, hidden } = await apply([
      [
        { name: 'a/x', data: '1' },
        { name: 'a/y', data: '1' },
      ],
      [{ name: 'a/.wh.x' }],
    ])
    assert.deepEqual(listing(tree), { a: '/', 'a/y': '1 @0' })
    assert.deepEqual(
      hidden.map(({ path, layer, hiddenBy }) => [path, layer, hiddenBy]),
      [['a/x', 0, 1]],
    )
  })

  it('hide a folder with all that is in it', async () => {
    const { tree } = await apply([
      [
        { name: 'a/b/x', data: '1' },
        { name: 'a/b/c/y', data: '1' },
      ],
      [{ name: 'a/.wh.b' }],
    ])
    assert.deepEqual(listing(tree), { a: '/' })
  })

  it('hide nothing of their own layer, before or behind them', async () => {
    for (const second of [
      [{ name: '.wh.a' }, { name: 'a/new', data: '2' }],
      [{ name: 'a/new', data: '2' }, { name: '.wh.a' }],
    ]) {
      const { tree } = await apply([[{ name: 'a/old', data: '1' }], second])
      assert.deepEqual(listing(tree), { a: '/', 'a/new': '2 @1' })
    }
  })

  it('bring back what a layer above adds again', async () => {
    const { tree } = await apply([[{ name: 'x', data: '1' }], [{ name: '.wh.x' }], [{ name: 'x', data: '3' }]])
    assert.deepEqual(listing(tree), { x: '3 @2' })
  })

  it('empty an opaque folder of what lower layers have in it, wherever the mark stands', async () => {
    for (const second of [
      [folder('a'), { name: 'a/.wh..wh..opq' }, { name: 'a/new', data: '2' }, { name: 'a/sub/new', data: '2' }],
      [folder('a'), { name: 'a/new', data: '2' }, { name: 'a/sub/new', data: '2' }, { name: 'a/.wh..wh..opq' }],
    ]) {
      const { tree } = await apply([
        [
          { name: 'a/old', data: '1' },
          { name: 'a/sub/old', data: '1' },
          { name: 'b', data: '1' },
        ],
        second,
      ])
      assert.deepEqual(listing(tree), { a: '/', 'a/new': '2 @1', 'a/sub': '/', 'a/sub/new': '2 @1', b: '1 @0' })
    }
  })

  it('of nothing are nothing', async () => {
    const names = ['.wh.none', 'no/such/.wh.x', '.wh..wh.aufs', '.wh..wh.plnk/x', 'a/.wh..wh..opq']
    const applied = await apply([[{ name: 'x', data: '1' }], names.map((name) => ({ name }))])
    assert.equal(listing(applied.tree).x, '1 @0')
    assert.deepEqual(codesOf(applied), [])
  })

  it('without a name, or of the folder itself, are passed over and told', async () => {
    const applied = await apply([
      [{ name: 'a/x', data: '1' }],
      [{ name: 'a/.wh.' }, { name: 'a/.wh..' }, { name: 'a/.wh...' }],
    ])
    assert.deepEqual(listing(applied.tree), { a: '/', 'a/x': '1 @0' })
    assert.deepEqual(codesOf(applied), ['bad-whiteout', 'bad-whiteout', 'bad-whiteout'])
  })
})

describe('files, folders and links that replace each other', () => {
  it('a file takes the place of a folder with all that is in it', async () => {
    const { tree, hidden } = await apply([[{ name: 'a/b/x', data: '1' }], [{ name: 'a', data: '2' }]])
    assert.deepEqual(listing(tree), { a: '2 @1' })
    assert.deepEqual(
      hidden.map(({ path }) => path),
      ['a/b/x'],
    )
  })

  it('a folder takes the place of a file, and of a link', async () => {
    const { tree } = await apply([
      [{ name: 'a', data: '1' }, symlink('l', 'target'), { name: 'target/x', data: '1' }],
      [folder('a'), { name: 'a/x', data: '2' }, folder('l'), { name: 'l/y', data: '2' }],
    ])
    assert.deepEqual(listing(tree), {
      a: '/',
      'a/x': '2 @1',
      l: '/',
      'l/y': '2 @1',
      target: '/',
      'target/x': '1 @0',
    })
  })

  it('an entry below a file makes a folder of it, and that is told', async () => {
    const applied = await apply([[{ name: 'a', data: '1' }], [{ name: 'a/x', data: '2' }]])
    assert.deepEqual(listing(applied.tree), { a: '/', 'a/x': '2 @1' })
    assert.deepEqual(codesOf(applied), ['file-in-the-way'])
  })

  it('a folder of links is written through', async () => {
    const { tree } = await apply([
      [folder('usr/lib'), symlink('lib', 'usr/lib')],
      [{ name: 'lib/x', data: '2' }, { name: 'lib/.wh.none' }],
    ])
    assert.deepEqual(listing(tree), { lib: '→ usr/lib @0', usr: '/', 'usr/lib': '/', 'usr/lib/x': '2 @1' })
  })

  it('deletions reach through links of folders', async () => {
    const { tree } = await apply([
      [{ name: 'usr/lib/x', data: '1' }, symlink('lib', '/usr/lib')],
      [{ name: 'lib/.wh.x' }],
    ])
    assert.deepEqual(listing(tree), { lib: '→ /usr/lib @0', usr: '/', 'usr/lib': '/' })
  })

  it('links never lead out of the image', async () => {
    const applied = await apply([
      [symlink('up', '../../../../etc'), symlink('abs', '/etc'), symlink('self', '.')],
      [
        { name: 'up/one', data: '1' },
        { name: 'abs/two', data: '2' },
        { name: 'self/self/three', data: '3' },
      ],
    ])
    assert.deepEqual(listing(applied.tree), {
      abs: '→ /etc @0',
      etc: '/',
      'etc/one': '1 @1',
      'etc/two': '2 @1',
      self: '→ . @0',
      three: '3 @1',
      up: '→ ../../../../etc @0',
    })
  })

  it('circles of links hold nothing, and that is told', async () => {
    const applied = await apply([
      [symlink('a', 'b'), symlink('b', 'a'), { name: 'a/x', data: '1' }, symlink('c', 'c/c'), { name: 'c/x' }],
    ])
    assert.deepEqual(listing(applied.tree), { a: '→ b @0', b: '→ a @0', c: '→ c/c @0' })
    assert.deepEqual(codesOf(applied), ['symlink-loop', 'symlink-loop'])
  })
})

describe('hard links', () => {
  it('are another name of what is there, across layers too', async () => {
    const { tree } = await apply([
      [{ name: 'a/x', data: '1', mode: 0o755 }],
      [hardlink('b', 'a/x'), hardlink('c', '/a/x')],
    ])
    assert.deepEqual(listing(tree), { a: '/', 'a/x': '1 @0', b: '1 @1', c: '1 @1' })
    assert.equal(tree.look('b')?.executable, true)
  })

  it('keep their content when the first name goes', async () => {
    const { tree } = await apply([[{ name: 'x', data: '1' }, hardlink('y', 'x')], [{ name: '.wh.x' }]])
    assert.deepEqual(listing(tree), { y: '1 @0' })
  })

  it('reach through links of folders', async () => {
    const { tree } = await apply([[{ name: 'usr/x', data: '1' }, symlink('u', 'usr')], [hardlink('y', 'u/x')]])
    assert.equal(listing(tree).y, '1 @1')
  })

  it('to nothing, to themselves, to folders or in a circle make nothing, and that is told', async () => {
    const applied = await apply([
      [
        hardlink('a', 'b'),
        hardlink('b', 'a'),
        folder('d'),
        hardlink('e', 'd'),
        { name: 'f', data: '1' },
        hardlink('f', 'f'),
        hardlink('g', '../..'),
      ],
    ])
    assert.deepEqual(listing(applied.tree), { d: '/', f: '1 @0' })
    assert.deepEqual(codesOf(applied), ['link-missing', 'link-missing', 'link-to-folder', 'link-missing'])
  })
})

describe('content that passed by before a link asked for it', () => {
  const wish = (path: string): 'keep' | 'pass' => (path.endsWith('METADATA') ? 'keep' : 'pass')

  it('is read in another pass: hard links, links of links, symbolic links through folders', async () => {
    const applied = await apply(
      [
        [
          { name: 'store/1', data: 'one' },
          { name: 'store/2', data: 'two' },
          { name: 'store/3', data: 'other' },
        ],
        [
          hardlink('a/METADATA', 'store/1'),
          hardlink('between', 'store/2'),
          hardlink('b/METADATA', 'between'),
          symlink('s', '/store'),
          symlink('c/METADATA', '../s/3'),
          symlink('d/METADATA', 'nowhere'),
          symlink('e/METADATA', 'METADATA'),
        ],
      ],
      { wish },
    )
    const texts = ['a/METADATA', 'b/METADATA', 'store/3'].map((path) => String(applied.tree.read(path, 10)))
    assert.deepEqual(texts, ['one', 'two', 'other'])
    assert.deepEqual(codesOf(applied), [])
  })

  it('is told when no pass brings it', async () => {
    const chain = ['2', '3', '4', '5', '6'].map((name, index) => hardlink(name, String(index + 1)))
    const applied = await apply([[{ name: '1', data: 'far' }, ...chain, hardlink('METADATA', '6')]], { wish })
    assert.deepEqual(codesOf(applied), ['content-missing'])
  })
})

describe('layers that are not what they promise', () => {
  const tar = writeTar([{ name: 'x', data: '1' }])
  const settings: ApplySettings = { wish: () => 'keep', seed: 1, hidden: false }

  it('are refused: another digest, another size, another content', async () => {
    const good = layerOf(0, gzipSync(tar), tar)
    const digest = `sha256:${'0'.repeat(64)}`
    await refused(applyLayers([{ ...good, digest }], settings), 'WRONG_DIGEST')
    await refused(applyLayers([{ ...good, diffId: digest }], settings), 'WRONG_DIGEST')
    await refused(applyLayers([{ ...good, size: 1 }], settings), 'WRONG_SIZE')
  })

  it('are refused: a gzip stream that is cut or broken', async () => {
    const packed = gzipSync(writeTar([{ name: 'x', data: 'y'.repeat(5000) }]))
    const broken = Buffer.from(packed)
    broken[20] = (broken[20] ?? 0) ^ 0xff
    for (const bytes of [packed.subarray(0, packed.length - 9), broken])
      await refused(applyLayers([{ ...layerOf(0, bytes), diffId: null }], settings), 'BAD_LAYER')
  })

  it('are refused: xz and bzip2', async () => {
    for (const head of ['BZh91AY', '\xfd7zXZ\0'])
      await refused(applyLayers([layerOf(0, Buffer.from(head, 'latin1'))], settings), 'UNSUPPORTED')
  })

  it('are refused over their bounds: bytes, ratio, layers', async () => {
    const bomb = Buffer.alloc(2_000_000)
    const layer = layerOf(0, gzipSync(bomb), bomb)
    const limits = { ...defaultImageLimits, ratioFrom: 1_000_000 }
    await refused(applyLayers([layer], { ...settings, limits }), 'TOO_LARGE')
    await refused(
      applyLayers([layer], { ...settings, limits: { ...defaultImageLimits, layerBytes: 1_000_000 } }),
      'TOO_LARGE',
    )
    const two = { ...defaultImageLimits, imageBytes: 3_000_000 }
    await refused(applyLayers([layer, { ...layer, index: 1 }], { ...settings, limits: two }), 'TOO_LARGE')
    await refused(
      applyLayers([layer, layer], { ...settings, limits: { ...defaultImageLimits, layers: 1 } }),
      'TOO_LARGE',
    )
  })

  it('pass errors of their source on as they are', async () => {
    const failing = {
      ...layerOf(0, tar),
      async *open() {
        yield gzipSync(tar).subarray(0, 20)
        throw new RangeError('the cable')
      },
    }
    await assert.rejects(applyLayers([failing], settings), RangeError)
  })

  it('are read packed with zstd, in several frames too, and not packed', async () => {
    const half = tar.length / 2
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
    const frames = Buffer.concat([
      zstdCompressSync(tar.subarray(0, half)),
      zstdCompressSync(tar.subarray(half)),
      skippable,
    ])
    for (const stored of [
      tar,
      zstdCompressSync(tar, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
      frames,
      Buffer.concat([gzipSync(tar.subarray(0, half)), gzipSync(tar.subarray(half))]),
    ]) {
      const { tree } = await applyLayers([layerOf(0, stored, tar)], settings)
      assert.deepEqual(listing(tree), { x: '1 @0' })
    }
  })
})

describe('bounds within an image', () => {
  it('report what is not read', async () => {
    const limits = { ...defaultImageLimits, entries: 4, keptFile: 2 }
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, data: '1' }))
    const applied = await apply([[{ name: '0', data: '123' }, ...names]], { limits })
    assert.deepEqual(Object.keys(listing(applied.tree)), ['0', 'a', 'b'])
    assert.deepEqual(codesOf(applied), ['kept-too-much', 'too-many-entries', 'too-many-entries', 'too-many-entries'])
  })

  it('let a hundred thousand entries pass, and all of them go', async () => {
    const many = { index: 0, digest: null, size: null, diffId: null, open: () => manyEntries(100_000, 500) }
    const settings: ApplySettings = { wish: () => 'pass', seed: 1, hidden: false }
    const { tree, problems } = await applyLayers([many], settings)
    assert.deepEqual(problems, [])
    assert.equal(tree.names('usr/share').length, 200)
    assert.equal(tree.names('usr/share/folder-199').length, 500)
    assert.equal(tree.look('usr/share/folder-7/file-number-3500')?.kind, 'file')
    const gone = layerOf(1, writeTar([{ name: 'usr/.wh.share' }]))
    assert.deepEqual(listing((await applyLayers([many, gone], settings)).tree), { usr: '/' })
  })

  it('read no more of a layer than it promises', async () => {
    const tar = writeTar([{ name: 'x', data: '1' }])
    const empty = gzipSync('')
    let read = 0
    const endless = async function* (): AsyncGenerator<Buffer> {
      yield gzipSync(tar)
      for (; read < 20_000; read++) yield empty
    }
    const layer = { ...layerOf(0, gzipSync(tar), tar), open: endless }
    await refused(applyLayers([layer], { wish: () => 'keep', seed: 7, hidden: true }), 'WRONG_SIZE')
    assert.ok(read < 10)
  })

  it('stop where few entries would cost very many steps', async () => {
    const limits = { ...defaultImageLimits, steps: 20_000 }
    const many = Array.from({ length: 300 }, (_, index) => ({ name: `d/${index}` }))
    const opaque = Array.from({ length: 300 }, () => ({ name: 'd/.wh..wh..opq' }))
    const deleted = Array.from({ length: 300 }, () => ({ name: '.wh.d' }))
    const deep = Array.from({ length: 300 }, (_, index) => ({ name: 'x', longName: `${'a/'.repeat(900)}${index}/x` }))
    const links = [symlink('l', 'a/../'.repeat(30)), symlink('m', 'l/'.repeat(30))]
    const linked = Array.from({ length: 300 }, (_, index) => ({ name: `m/${index % 2}/x` }))
    await apply([many], { limits })
    for (const members of [[...many, ...opaque], [...many, ...deleted], deep, [folder('a'), ...links, ...linked]])
      await refused(apply([members], { limits }), 'TOO_LARGE')
  })

  it('fill no more holes than there is room for', async () => {
    const limits = { ...defaultImageLimits, holes: 2500 }
    const pax = { 'GNU.sparse.major': '0', 'GNU.sparse.size': '1001', 'GNU.sparse.map': '1000,1' }
    const names = ['a', 'b', 'c']
    const members = names.map((name) => ({ name, data: 'x', pax }))
    for (const wish of ['keep', 'digest'] as const) {
      const { tree, problems } = await apply([members], { limits, wish: () => wish })
      assert.deepEqual(
        names.map((name) => tree.sha256(name) !== null),
        [true, true, false],
      )
      assert.deepEqual(
        problems.flatMap(({ code, path }) => (code === 'kept-too-much' ? [path] : [])),
        ['c'],
      )
    }
  })

  it('count what is kept for each of its names', async () => {
    const limits = { ...defaultImageLimits, kept: 1000 }
    const names = ['b', 'c', 'd', 'e'].map((name) => hardlink(name, 'a'))
    const { tree, problems } = await apply([[{ name: 'a', data: 'x'.repeat(100) }, ...names]], { limits })
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => tree.read(name, 1000) !== null),
      [true, true, true, false, false],
    )
    assert.ok(problems.some(({ code, path }) => code === 'kept-too-much' && path === 'd'))
  })

  it('report names that Linux cannot have', async () => {
    const applied = await apply([
      [{ name: 'x', longName: 'n'.repeat(256) }, { name: 'x', longName: 'n/'.repeat(2100) }, { name: 'ok' }],
    ])
    assert.deepEqual(Object.keys(listing(applied.tree)), ['ok'])
    assert.deepEqual(codesOf(applied), ['path-too-long', 'path-too-long'])
  })

  it('report a tar that ends early, and keep nothing that is not whole', async () => {
    const tar = writeTar([{ name: 'x', data: '1' }])
    const cut = writeTar([{ name: 'x', data: 'y'.repeat(2000) }]).subarray(0, 1000)
    const applied = await applyLayers([layerOf(0, tar), layerOf(1, cut)], {
      wish: () => 'keep',
      seed: 1,
      hidden: false,
    })
    assert.deepEqual(codesOf(applied), ['stream-truncated'])
    assert.equal(applied.tree.read('x', 10), null)
  })
})

describe('laws', () => {
  const names = ['a', 'b', 'a/a', 'a/b', 'b/a', 'a/a/a', '.wh.a', 'a/.wh.b', 'a/.wh..wh..opq', 'b/.wh.a', 'a/a/.wh.a']
  const member = fc.record({
    name: fc.constantFrom(...names),
    type: fc.constantFrom('0', '5', '2', '1'),
    link: fc.constantFrom('a', '/b', 'a/b', '../a', 'b/a'),
  })
  const layers = fc.array(fc.array(member, { maxLength: 8 }), { maxLength: 4 })

  it('a tree has no holes: what names() lists can be looked at, and only folders list anything', async () => {
    await fc.assert(
      fc.asyncProperty(layers, async (made) => {
        const { tree } = await apply(
          made.map((one) => one.map((each) => ({ ...each, data: each.type === '0' ? each.name : '' }))),
        )
        const visit = (path: string, depth: number): void => {
          assert.ok(depth < 20)
          const file = tree.look(path)
          assert.ok(file !== null)
          const below = tree.names(path)
          if (file.kind !== 'folder') assert.deepEqual(below, [])
          assert.deepEqual(below, [...new Set(below)].sort())
          for (const name of below) {
            assert.ok(!name.startsWith('.wh.'))
            visit(path === '' ? name : `${path}/${name}`, depth + 1)
          }
        }
        visit('', 0)
      }),
      { numRuns: 200 },
    )
  })

  it('the seed changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(layers, fc.integer(), async (made, seed) => {
        const one = await apply(made)
        const other = await apply(made, { seed })
        assert.deepEqual(listing(one.tree), listing(other.tree))
      }),
      { numRuns: 50 },
    )
  })
})
