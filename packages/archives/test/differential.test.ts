/** CPython's own modules as the oracle: installers read archives with them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { describe, it } from 'node:test'
import { crc32 } from 'node:zlib'
import { openArchive } from '@cordon/archives'
import { localWheels, withoutLocalWheels, writeZip, type ZipMember } from '@cordon/testkit'

const hasPython = spawnSync('python3', ['-c', 'import tarfile, zipfile']).status === 0
const withoutPython = 'needs python3'

function ask(program: string, input?: Uint8Array): Buffer {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program], {
    maxBuffer: 2 ** 28,
    ...(input && { input }),
  })
  assert.equal(status, 0, stderr.toString())
  return stdout
}

const listZip = `
import io, json, sys, zipfile
data = open(sys.argv[1], 'rb').read() if len(sys.argv) > 1 else sys.stdin.buffer.read()
try:
    found = [[i.filename, i.file_size, i.CRC] for i in zipfile.ZipFile(io.BytesIO(data)).infolist() if not i.is_dir()]
except zipfile.BadZipFile:
    found = None
print(json.dumps(found))
`

const wheels = localWheels()
  .filter((path) => statSync(path).size < 10_000_000)
  .filter((_, index) => index % 120 === 0)

it(`reads ${wheels.length} real wheels as zipfile does`, {
  skip: wheels.length === 0 ? withoutLocalWheels : !hasPython && withoutPython,
}, () => {
  for (const wheel of wheels) {
    const expected: unknown = JSON.parse(
      spawnSync('python3', ['-c', listZip, wheel], { maxBuffer: 2 ** 28 }).stdout.toString(),
    )
    const archive = openArchive(readFileSync(wheel), wheel)
    const read = archive.members.map((member) => [member.written, member.size, crc32(member.bytes())])
    assert.deepEqual(read, expected, wheel)
    assert.deepEqual(archive.oddities, [], wheel)
  }
})

describe('reads odd zips as zipfile does', { skip: !hasPython && withoutPython }, () => {
  const one: ZipMember = { name: 'a.py', data: 'a = 1\n' }
  const other = writeZip([{ name: 'b.py', data: 'b' }])
  const odd: Readonly<Record<string, Uint8Array>> = {
    'a name twice': writeZip([one, { ...one, data: 'x' }]),
    'data in front': Buffer.concat([Buffer.from('front'), writeZip([one])]),
    'data in front, 64 bits': Buffer.concat([
      Buffer.from('front'),
      writeZip([{ ...one, zip64: true }], { zip64: true }),
    ]),
    'data behind': Buffer.concat([writeZip([one]), Buffer.from('behind')]),
    'two zips, one behind the other': Buffer.concat([other, writeZip([one])]),
    'a zip in the comment': writeZip([one], { comment: Buffer.concat([other, Buffer.from('.')]) }),
    'a wrong count': writeZip([one, one], { announced: 1 }),
    'a NUL in a name': writeZip([{ ...one, name: 'a.py\0.txt' }]),
    'a name that is not ASCII and says so': writeZip([{ ...one, name: 'ä.py', lie: { flags: 0x800 } }]),
  }
  for (const [what, bytes] of Object.entries(odd))
    it(what, () => {
      const expected: unknown = JSON.parse(ask(listZip, bytes).toString())
      const read = openArchive(bytes, 'a.whl').members.map((member) => {
        // zipfile shows the name as it means it, not as it is written.
        const shown = member.written.split('\0')[0] ?? ''
        return [shown, member.size, crc32(member.bytes())]
      })
      assert.deepEqual(read, expected)
    })
})

const writeTars = `
import io, json, struct, sys, tarfile
long = 'toy-1/' + 'long/' * 50 + 'a.py'
wide = 'toy-1/\\u00e4\\u4e2d.py'
files = [('toy-1/a.py', b'a = 1\\n'), (long, b'b' * 1500), (wide, b''), ('toy-1/' + 'n' * 99, b'c' * 512)]
for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
    for mode in ('', 'gz', 'bz2', 'xz'):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode='w:' + mode, format=form, encoding='utf-8') as tar:
            folder = tarfile.TarInfo('toy-1'); folder.type = tarfile.DIRTYPE; tar.addfile(folder)
            for name, data in files:
                if form == tarfile.USTAR_FORMAT and len(name) > 250: continue
                info = tarfile.TarInfo(name); info.size = len(data); info.mode = 0o755; info.mtime = 1.5
                tar.addfile(info, io.BytesIO(data))
            for kind, target in ((tarfile.SYMTYPE, 'a.py'), (tarfile.LNKTYPE, 'toy-1/a.py')):
                info = tarfile.TarInfo('toy-1/link' + kind.decode()); info.type = kind; info.linkname = target
                tar.addfile(info)
        data = out.getvalue()
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            listing = [[m.name, m.size, m.mode, m.linkname or None, tar.extractfile(m).read().decode()] for m in tar if not m.isdir()]
        text = json.dumps(listing).encode()
        sys.stdout.buffer.write(struct.pack('<II', len(text), len(data)) + text + data)
`

it('reads tars of every format and compression as tarfile does', { skip: !hasPython && withoutPython }, () => {
  const written = ask(writeTars)
  let count = 0
  for (let at = 0; at < written.length; count++) {
    const split = at + 8 + written.readUInt32LE(at)
    const expected: unknown = JSON.parse(written.toString('utf8', at + 8, split))
    const bytes = written.subarray(split, split + written.readUInt32LE(at + 4))
    const name = ['toy-1.tar', 'toy-1.tar.gz', 'toy-1.tar.bz2', 'toy-1.tar.xz'][count % 4] ?? ''
    const archive = openArchive(bytes, name)
    const read = archive.members.map((member) => [
      member.path,
      member.size,
      member.mode,
      member.link,
      Buffer.from(member.bytes()).toString(),
    ])
    assert.deepEqual(read, expected, name)
    assert.deepEqual(
      [...new Set(archive.oddities.map(({ code }) => code))].sort(),
      ['hard-link', 'symbolic-link'],
      name,
    )
    // The bytes decide, not the name.
    const renamed = openArchive(bytes, 'toy-1.whl')
    assert.equal(renamed.members.length, archive.members.length)
    assert.equal(renamed.oddities.at(-1)?.code, 'wrong-container')
    at = split + bytes.length
  }
  assert.equal(count, 12)
})
