import type { Report } from '@cordon/model'
import {
  advisoryFinding,
  found,
  practiceFinding,
  sampleAdvisory,
  sampleDependency,
  sampleFileVerdict,
  samplePlace,
  sampleReport,
  sampleVerdict,
  unknown,
} from '@cordon/testkit'

/** A report in which every text that can come from outside is the given one. */
export function hostileReport(text: string, name = 'package'): Report {
  const sample = sampleReport()
  const dependency = sampleDependency(name, null, `${text}:3`, {
    version: { kind: 'legacy', raw: text },
    origin: { kind: 'url', url: text },
    text,
    scopes: [{ kind: 'group', name: text }],
    extras: [text],
    at: { path: text, line: 3 },
  })
  const advisory = sampleAdvisory(text, {
    aliases: [text],
    records: [text],
    summary: text,
    severity: 'high',
    vectors: [{ record: text, type: 'CVSS_V3', vector: text, score: 7.5 }],
    kev: { added: text, due: text, ransomware: true },
    epss: { score: 0.5, percentile: 0.5 },
    fixed: [text],
    proof: [{ record: text, clause: 'range', text }],
    published: text,
    modified: text,
    disagreeing: [text],
  })
  const fix = { version: text, unfixable: [text], because: text }
  const practice = practiceFinding('hygiene/practice', text, samplePlace('a:1'), {
    title: text,
    message: text,
    remedy: text,
    evidence: [{ kind: 'line', path: text, line: 1, text }],
  })
  return {
    ...sample,
    verdicts: [
      sampleVerdict(
        dependency,
        {
          'advisory/known-vulnerability': found({
            ...advisoryFinding(advisory, dependency, fix),
            message: text,
            remedy: text,
          }),
          'hygiene/practice': found(practice),
          'hygiene/other': unknown(text, text),
        },
        [
          ['block', text, 'advisory/known-vulnerability', text, text],
          ['warn', text, 'hygiene/practice', 'hygiene/practice', text],
          ['incomplete', text, 'hygiene/other', null, text],
        ],
        { via: [text, `pkg:pypi/${text}`], locked: { at: { path: text, line: 1 }, version: text } },
      ),
      sampleFileVerdict('a:1', { 'hygiene/practice': found(practice) }, [
        ['warn', text, 'hygiene/practice', 'hygiene/practice', text],
      ]),
    ],
    skipped: [{ at: { path: text, line: 1, cell: 2 }, code: 'BAD_LINE', text, reason: text }],
    coverage: {
      read: [{ path: text, format: text, dependencies: 1, skipped: 1 }],
      failed: [{ path: text, format: text, code: 'MALFORMED', message: text }],
      passedOver: [{ path: text, reason: text }],
      notSelected: 1,
    },
    database: { ...sample.database, source: text, digest: text, advice: text },
    exceptions: [{ kind: 'expired', name: text, text, at: { path: text, line: 1 } }],
    meta: { ...sample.meta, targets: [text], environment: text, asOf: text, warnings: [text] },
  }
}
