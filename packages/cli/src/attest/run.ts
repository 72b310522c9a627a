import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { checkEnvelope, type Json, type JsonObject, predicateTypes, signEnvelope } from '@cordon/attest'
import type { ExitCode } from '@cordon/model'
import { createHttpClient, type HttpClient, useProxyOf } from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { harmless } from '../harmless.ts'
import { offlineBy } from '../inspect/index-access.ts'
import { issueAll, planIssue } from './issue.ts'
import type { EnvelopeOptions, ProvenanceOptions, SigningOptions, StatementOptions } from './options.ts'
import { placeFiles, refuseExisting, writeAll } from './place.ts'
import { buildProvenance, readPredicate } from './predicates.ts'
import { renderIssuedJson, renderIssuedTable } from './render.ts'
import { openSigner, readKey } from './signer.ts'

/** `cordon attest publish`: whoever signs uploads these files. The one thing it says is who that is. */
export function attestPublish(paths: readonly string[], options: SigningOptions, io: Io): Promise<ExitCode> {
  return issue(paths, { type: predicateTypes.publish, predicate: () => ({}) }, options, io)
}

/** `cordon attest provenance`: how these files were built. */
export function attestProvenance(paths: readonly string[], options: ProvenanceOptions, io: Io): Promise<ExitCode> {
  const predicate = (claims: JsonObject | null): Json => buildProvenance(options, claims, io)
  return issue(paths, { type: predicateTypes.provenance, predicate }, options, io)
}

/** `cordon attest statement`: any predicate, as a file holds it. */
export async function attestStatement(paths: readonly string[], options: StatementOptions, io: Io): Promise<ExitCode> {
  const predicate = await readPredicate(options.predicate, io)
  return issue(paths, { type: options.predicateType, predicate: () => predicate }, options, io)
}

interface Said {
  readonly type: string
  predicate(claims: JsonObject | null): Json
}

async function issue(paths: readonly string[], said: Said, options: SigningOptions, io: Io): Promise<ExitCode> {
  const files = await placeFiles(paths, io.cwd)
  if (files.length === 0) {
    io.stderr.write('cordon attest: nothing to attest; name files\n')
    return 3
  }
  const plans = planIssue(files, said.type, options, io)
  const withoutProxy = await useProxyOf(io.env)
  try {
    const signer = await openSigner(options, openHttp(io), io)
    const issued = await issueAll(plans, said.predicate(signer.claims), { signer, options, io })
    io.stdout.write((options.format === 'json' ? renderIssuedJson : renderIssuedTable)(issued, signer))
    return 0
  } finally {
    withoutProxy()
  }
}

function openHttp(io: Io): HttpClient {
  const totalMilliseconds = 2 * 60_000
  return createHttpClient(io, { offline: offlineBy(io), totalMilliseconds, advice: 'Try again later.' })
}

const mostPayloadBytes = 16 * 1024 * 1024

/** `cordon attest envelope`: any bytes of any type in a DSSE envelope, signed with a local key. */
export async function attestEnvelope(path: string, options: EnvelopeOptions, io: Io): Promise<ExitCode> {
  const { payloadType, key: keyPath, output, force = false } = options
  if (keyPath === undefined)
    throw new UsageError('OPTION', 'an envelope is signed with a local key; name it with --key')
  const place = resolve(io.cwd, path)
  const found = await stat(place).catch(() => null)
  if (found?.isFile() !== true || found.size > mostPayloadBytes)
    throw new UsageError('OPTION', `${path}: not a file of at most ${mostPayloadBytes} bytes`)
  const written = output ?? join(dirname(path), `${basename(path)}.dsse.json`)
  refuseExisting([written], force, io.cwd)
  const key = await readKey(keyPath, options, io)
  const envelope = signEnvelope(payloadType, await readFile(place), key)
  checkEnvelope(envelope, key)
  writeAll([{ path: written, text: `${JSON.stringify(envelope)}\n` }], force, io)
  const answer = { version: 1, path: written, payloadType, signer: { kind: 'key', keyId: key.keyId, suite: key.suite } }
  io.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(answer, null, 2)}\n`
      : `${harmless(written)}  written: ${harmless(payloadType)}, signed by key ${key.keyId.slice(0, 16)} (${key.suite})\n`,
  )
  return 0
}
