import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolvePath } from '../src/path.ts'
import { isLoopback, isPlain, isRemote, withoutCredentials } from '../src/url.ts'

test('plain transports, and what is this machine', () => {
  const plain = [
    'http://a.example/simple',
    'git+http://a.example/x',
    'HTTP://A.example',
    'git://a.example/x',
    'svn+http://a',
  ]
  for (const url of plain) assert.equal(isPlain(url), true, url)
  const fine = ['https://a.example', 'git+ssh://git@a.example/x', 'http://localhost:3141/simple', 'http://127.0.0.1/x']
  for (const url of [...fine, 'http://[::1]:8080/', 'http://pip.localhost/', '/wheels', 'C:\\wheels', 'file:///x'])
    assert.equal(isPlain(url), false, url)
  assert.equal(isPlain('http://localhost@evil.example/'), true, 'user information is not the host')
  assert.equal(isPlain('http://localhost.evil.example/'), true)
  assert.equal(isPlain('http://127.0.0.1.evil.example/'), true)
})

test('hosts without a URL', () => {
  for (const host of ['localhost', 'localhost:8080', '127.0.0.1', '::1', '[::1]:80'])
    assert.equal(isLoopback(host), true)
  for (const host of ['example', '128.0.0.1', '10.0.0.1:80', '']) assert.equal(isLoopback(host), false)
})

test('remote places', () => {
  for (const url of ['https://a.example/x', 'http://a', `https://\${HOST}/x`]) assert.equal(isRemote(url), true, url)
  for (const url of ['./wheels', 'wheels', 'file:///x', 'https://localhost/x', ''])
    assert.equal(isRemote(url), false, url)
})

test('credentials are blotted out, however they are written', () => {
  assert.equal(withoutCredentials('-i https://user:s3cret@a.example/simple # x'), '-i https://***@a.example/simple # x')
  assert.equal(withoutCredentials('https://user:p@ss@a.example/simple'), 'https://***@a.example/simple')
  assert.equal(withoutCredentials('https://token@a https://b'), 'https://***@a https://b')
  assert.equal(withoutCredentials('git+ssh://git@a.example/x'), 'git+ssh://git@a.example/x')
  assert.equal(withoutCredentials('a @ https://a.example/x@y'), 'a @ https://a.example/x@y')
})

test('paths are resolved from the file that names them', () => {
  assert.equal(resolvePath('requirements.txt', 'base.txt'), 'base.txt')
  assert.equal(resolvePath('requirements/dev.txt', './base.txt'), 'requirements/base.txt')
  assert.equal(resolvePath('a/b/c.txt', '../../d.txt'), 'd.txt')
  assert.equal(resolvePath('c.txt', '../d.txt'), '../d.txt')
  assert.equal(resolvePath('/srv/a/c.txt', '../d.txt'), '/srv/d.txt')
  assert.equal(resolvePath('a/c.txt', '/srv/d.txt'), '/srv/d.txt')
})
