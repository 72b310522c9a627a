import type { AdvisoryMatch, FixChoice } from '@cordon/model'
import { sampleAdvisory } from './sample-parts.ts'

/** SQL injection in Django: several records, KEV silent, a source that disagrees. */
export const djangoTrunc: AdvisoryMatch = sampleAdvisory('CVE-2022-34265', {
  aliases: ['GHSA-p64x-8rxx-wf6q', 'PYSEC-2022-213'],
  records: ['GHSA-p64x-8rxx-wf6q', 'PYSEC-2022-213'],
  summary: 'SQL injection through the kind and lookup_name arguments of Trunc() and Extract()',
  severity: 'critical',
  vectors: [
    {
      record: 'GHSA-p64x-8rxx-wf6q',
      type: 'CVSS_V3',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
    },
    {
      record: 'GHSA-p64x-8rxx-wf6q',
      type: 'CVSS_V4',
      vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
      score: 9.3,
    },
  ],
  epss: { score: 0.9182, percentile: 0.9971 },
  fixed: ['3.2.14'],
  proof: [
    { record: 'GHSA-p64x-8rxx-wf6q', clause: 'versions', text: 'versions lists 3.2.4' },
    { record: 'PYSEC-2022-213', clause: 'range', text: '>=3.2, <3.2.14' },
  ],
  published: '2022-07-04T16:15:00Z',
  modified: '2022-07-04T17:27:00Z',
})

export const djangoPasswords: AdvisoryMatch = sampleAdvisory('CVE-2021-45115', {
  aliases: ['GHSA-53qw-q765-4fww', 'PYSEC-2022-1'],
  records: ['PYSEC-2022-1'],
  summary: 'Comparing a very long password with the user attributes takes very long',
  severity: 'high',
  vectors: [
    {
      record: 'PYSEC-2022-1',
      type: 'CVSS_V3',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
      score: 7.5,
    },
    { record: 'PYSEC-2022-1', type: 'CVSS_V2', vector: 'AV:N/AC:L/Au:N/C:N/I:N/A:P', score: 5 },
  ],
  epss: { score: 0.0104, percentile: 0.7701 },
  fixed: ['3.2.11'],
  proof: [{ record: 'PYSEC-2022-1', clause: 'range', text: '>=3.2, <3.2.11' }],
  disagreeing: ['GHSA-53qw-q765-4fww'],
})

export const djangoDebug: AdvisoryMatch = sampleAdvisory('CVE-2022-22818', {
  aliases: ['GHSA-95rw-fx8r-36v6', 'PYSEC-2022-19'],
  records: ['PYSEC-2022-19'],
  summary: 'The {% debug %} template tag does not escape what it prints',
  severity: 'medium',
  fixed: ['3.2.12'],
  published: '2022-02-03T02:15:00Z',
  modified: '2022-02-03T02:15:00Z',
  proof: [{ record: 'PYSEC-2022-19', clause: 'range', text: '>=3.2, <3.2.12' }],
})

export const djangoFix: FixChoice = {
  version: '3.2.14',
  unfixable: [],
  because: '3.2.14 is the nearest release that no advisory names; 3.2.11 and 3.2.12 stay open to CVE-2022-34265',
}

/** Known to be exploited. */
export const supersetKey: AdvisoryMatch = sampleAdvisory('CVE-2023-27524', {
  aliases: ['GHSA-5cx2-vq3h-x52c', 'PYSEC-2026-1161'],
  records: ['PYSEC-2026-1161'],
  summary: 'Starts with a SECRET_KEY that everybody knows',
  severity: 'high',
  vectors: [
    {
      record: 'PYSEC-2026-1161',
      type: 'CVSS_V3',
      vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:L',
      score: 8.9,
    },
  ],
  kev: { added: '2024-01-08', due: '2024-01-29', ransomware: false },
  epss: { score: 0.8431, percentile: 0.9932 },
  fixed: ['2.1.0'],
  published: '2023-04-24T16:15:00Z',
  modified: '2026-07-07T00:00:00Z',
  proof: [{ record: 'PYSEC-2026-1161', clause: 'range', text: '<2.1.0' }],
})

export const supersetFix: FixChoice = {
  version: '2.1.0',
  unfixable: [],
  because: '2.1.0 is the nearest release that no advisory names',
}

/** Malware without a score and without a way forward. */
export const ctxTakeover: AdvisoryMatch = sampleAdvisory('PYSEC-2022-199', {
  kind: 'malware',
  aliases: ['GSD-2022-1002521'],
  summary: 'Taken over by a stranger who sent the environment variables of every user away',
  severity: 'critical',
  published: '2022-05-24T00:00:00Z',
  modified: '2022-05-24T00:00:00Z',
  proof: [{ record: 'PYSEC-2022-199', clause: 'versions', text: 'versions lists 0.2.2' }],
})

/** Every trick that text of an advisory can play on a screen, a page or a log. */
export const hostileText =
  '\u001b[2J\u001b]0;owned\u0007**bold** `code` | cell | <img src=x onerror=alert(1)> @octocat #1 [click](https://evil.example) ]]>\r\n::error::forged\n##[error]forged \u202egnp.exe\u200b\u009b31m'

export const hostileAdvisory: AdvisoryMatch = sampleAdvisory('CVE-2024-00001', {
  summary: hostileText,
  severity: 'unknown',
  fixed: ['1.0\u001b[0m|<b>'],
  proof: [{ record: 'CVE-2024-00001', clause: 'range', text: '>=0 \n::warning::x' }],
})
