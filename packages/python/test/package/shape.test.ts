import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOfInterest } from '../../src/package/prefilter.ts'
import { isOutlier, type Shape, shapeOf } from '../../src/package/shape.ts'

function shape(text: string): Shape {
  return shapeOf(text, new TextEncoder().encode(text).length, false)
}

const interesting: readonly string[] = [
  'import socket',
  'import os, sys, socket',
  'import\tsubprocess as s',
  'import \\\n  base64',
  'from urllib.request import urlopen',
  'import urllib.parse, urllib.request',
  'from os import (\n  system)',
  'import os as o',
  'f = exec',
  '[eval][0]("1")',
  'x = __import__(n)',
  'getattr(m, "sys" + "tem")',
  'getattr(m, "metsys"[::-1])',
  'os . system("x")',
  'globals()["x"]',
  'bytes.fromhex(x)',
]
for (const text of interesting) test(`of interest: ${text}`, () => assert.equal(isOfInterest(text), true))

const dull: readonly string[] = [
  'import re\nre.compile("x")',
  'from urllib.parse import quote',
  'model.eval()',
  'the system is executed',
  'cursor.exec_(query)',
  'import os\nos.path.join("a", "b")',
]
for (const text of dull) test(`not of interest: ${text}`, () => assert.equal(isOfInterest(text), false))

test('lines, gaps and blobs have their lines', () => {
  const found = shape(`a\nb${' '.repeat(200)}; c\n'${'Ab1+'.repeat(100)}'\n${' '.repeat(300)}# remark\n`)
  assert.equal(found.lines, 4)
  assert.deepEqual(found.longestLine, { length: 402, line: 3 })
  assert.deepEqual(found.longestGap, { length: 200, line: 2 })
  assert.equal(found.blobs, 1)
  assert.deepEqual(found.longestBlob, { length: 400, line: 3, entropy: 2 })
  assert.equal(isOutlier(found), true)
  assert.equal(isOutlier(shape('import os\n')), false)
})

test('names beyond ASCII and texts of operators are out of line', () => {
  assert.equal(shape('变量 = 1\n变量(2)').wideNames, 2)
  assert.equal(isOutlier(shape('变量 = 1')), true)
  assert.equal(shape('x = "é, è"').wideNames, 0)
  assert.equal(isOutlier(shape('x=(1<<2)^~3\n'.repeat(40))), true)
})

test('megabytes of anything are measured', () => {
  for (const filler of [' ', 'A', '\t', '/', 'é', '~', '\n', '(', 'import '])
    assert.equal(shape(filler.repeat(1_000_000)).bytes >= 1_000_000, true)
  assert.equal(isOfInterest(`import${' '.repeat(1_000_000)}`), false)
  assert.equal(shape(`${' '.repeat(1_000_000)}x`).longestGap.length, 1_000_000)
  assert.equal(shape('A'.repeat(8_000_000)).longestBlob.length, 8_000_000)
})
