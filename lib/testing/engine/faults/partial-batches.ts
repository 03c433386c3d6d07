// Batches that leave a share of their elements unprocessed.
import type { EngineResponse } from '../engine.js'
import type { WireObject } from '../values/wire.js'
import type { Random } from './seeded-random.js'

/** The members in which a batch has its elements, and its response what was left. */
interface BatchForm {
  readonly left: 'UnprocessedItems' | 'UnprocessedKeys'
  elementsOf(part: unknown): readonly unknown[]
  /** The part of one table with these elements. */
  withElements(part: unknown, elements: readonly unknown[]): unknown
}

const forms: { readonly [operation: string]: BatchForm } = {
  BatchWriteItem: {
    left: 'UnprocessedItems',
    elementsOf: (part) => (Array.isArray(part) ? part : []),
    withElements: (_part, elements) => elements,
  },
  BatchGetItem: {
    left: 'UnprocessedKeys',
    elementsOf: (part) => listOf(Object(part), 'Keys'),
    withElements: (part, Keys) => ({ ...Object(part), Keys }),
  },
}

/** Whether an operation can leave something unprocessed. */
export function isBatch(operation: string): boolean {
  return Object.hasOwn(forms, operation)
}

/**
 * Runs a batch without a share of its elements, which its response lists as unprocessed. A batch that is refused is run
 * whole.
 */
export function runInPart(
  operation: string,
  body: string,
  how: { readonly share: number; readonly random: Random; run(body: string): EngineResponse },
): EngineResponse {
  const form = forms[operation]
  const input = parsed(body)
  const tables = Object.entries(Object(input?.['RequestItems']))
  if (form === undefined || input === undefined) return how.run(body)
  const kept: [string, unknown][] = []
  const left: [string, unknown][] = []
  for (const [table, part] of tables) {
    const elements = form.elementsOf(part)
    const chosen = elements.map(() => how.random() < how.share)
    const [taken, others] = [elements.filter((_, at) => !chosen[at]), elements.filter((_, at) => chosen[at])]
    if (taken.length > 0) kept.push([table, form.withElements(part, taken)])
    if (others.length > 0) left.push([table, form.withElements(part, others)])
  }
  if (left.length === 0) return how.run(body)
  const response =
    kept.length === 0
      ? nothingDone(form)
      : how.run(JSON.stringify({ ...input, RequestItems: Object.fromEntries(kept) }))
  if (response.statusCode !== 200) return how.run(body)
  const output = parsed(response.body) ?? {}
  return {
    statusCode: 200,
    body: JSON.stringify({ ...output, [form.left]: merged(output[form.left], left, form) }),
  }
}

function nothingDone({ left }: BatchForm): EngineResponse {
  const responses = left === 'UnprocessedKeys' ? { Responses: {} } : {}
  return { statusCode: 200, body: JSON.stringify({ ...responses, [left]: {} }) }
}

// What the engine itself left unprocessed is listed as well.
function merged(own: unknown, left: readonly [string, unknown][], form: BatchForm): object {
  const all = new Map<string, unknown>(Object.entries(Object(own)))
  for (const [table, part] of left) {
    const known = all.get(table)
    const elements = [...(known === undefined ? [] : form.elementsOf(known)), ...form.elementsOf(part)]
    all.set(table, form.withElements(part, elements))
  }
  return Object.fromEntries(all)
}

function parsed(text: string): WireObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as WireObject) : undefined
  } catch {
    return undefined
  }
}

function listOf(value: WireObject, name: string): readonly unknown[] {
  const list = value[name]
  return Array.isArray(list) ? list : []
}
