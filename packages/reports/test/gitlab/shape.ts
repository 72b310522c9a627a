/**
 * What GitLab's dependency scanning report of version 15.0 asks for, in our own words: required fields, closed vocabularies,
 * patterns and lengths. The official schema is not part of this repository.
 */
const text = { type: 'string', minLength: 1 }
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' }
const address = { type: 'string', pattern: '^(https?|ftp)://.+' }

const tool = {
  type: 'object',
  required: ['id', 'name', 'version', 'vendor'],
  properties: {
    id: text,
    name: text,
    version: text,
    vendor: { type: 'object', required: ['name'], properties: { name: text } },
  },
}

const dependency = {
  type: 'object',
  required: ['package', 'version'],
  properties: {
    package: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    version: { type: 'string' },
    direct: { type: 'boolean' },
  },
}

const detail = {
  type: 'object',
  required: ['name', 'type'],
  oneOf: [
    { properties: { type: { const: 'text' }, value: { type: 'string' } }, required: ['value'] },
    {
      properties: { type: { const: 'file-location' }, file_name: text, line_start: { type: 'integer' } },
      required: ['file_name', 'line_start'],
    },
  ],
}

const vulnerability = {
  type: 'object',
  required: ['id', 'identifiers', 'location'],
  properties: {
    id: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' },
    name: { type: 'string', maxLength: 255 },
    description: { type: 'string', maxLength: 1_048_576 },
    severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
    solution: { type: 'string', maxLength: 7000 },
    identifiers: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['type', 'name', 'value'],
        properties: { type: text, name: text, value: text, url: address },
      },
    },
    cvss_vectors: {
      type: 'array',
      minItems: 1,
      maxItems: 10,
      items: {
        type: 'object',
        required: ['vendor', 'vector'],
        properties: {
          vendor: text,
          vector: { type: 'string', minLength: 16, maxLength: 128, pattern: '^(CVSS:3[.][01]/)?AV:' },
        },
      },
    },
    links: { type: 'array', items: { type: 'object', required: ['url'], properties: { url: address } } },
    details: { type: 'object', additionalProperties: detail },
    location: { type: 'object', required: ['file', 'dependency'], properties: { file: text, dependency } },
  },
}

export const reportShape = {
  type: 'object',
  required: ['version', 'scan', 'vulnerabilities', 'dependency_files'],
  properties: {
    version: { const: '15.0.7' },
    schema: { type: 'string', pattern: '^https?://.+' },
    scan: {
      type: 'object',
      required: ['analyzer', 'scanner', 'start_time', 'end_time', 'status', 'type'],
      properties: {
        analyzer: tool,
        scanner: tool,
        start_time: time,
        end_time: time,
        status: { enum: ['success', 'failure'] },
        type: { const: 'dependency_scanning' },
        messages: {
          type: 'array',
          items: {
            type: 'object',
            required: ['level', 'value'],
            properties: { level: { enum: ['info', 'warn', 'fatal'] }, value: text },
          },
        },
      },
    },
    vulnerabilities: { type: 'array', items: vulnerability },
    remediations: { type: 'array' },
    dependency_files: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'package_manager', 'dependencies'],
        properties: { path: text, package_manager: text, dependencies: { type: 'array', items: dependency } },
      },
    },
  },
}
