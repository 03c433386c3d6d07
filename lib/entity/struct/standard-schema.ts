// Standard Schema: the interface through which the schemas of zod, valibot, ArkType and other validators are called.
import { type Context, Struct } from 'superstruct'
import { kindOf } from '../../errors/failures.js'
import { isThenable, quieted } from '../../util/quieted.js'
import { copied } from './plain.js'

/**
 * A schema of any validator that implements Standard Schema, version 1 (standardschema.dev): zod, valibot, ArkType,
 * Effect Schema and others. `I` is the type of its input, `O` that of its output.
 */
export interface StandardSchema<I = unknown, O = I> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<O> | Promise<SchemaResult<O>>
    readonly types?: { readonly input: I; readonly output: O } | undefined
  }
}

/** A Standard Schema as far as the types are concerned: no more of it costs the compiler anything. */
export interface TypedSchema<I = unknown, O = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly types?: { readonly input: I; readonly output: O } | undefined
  }
}

/** The result of a schema: its output, or the reasons why there is none. */
export type SchemaResult<O> =
  | { readonly value: O; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** One reason, with its place below the value. */
export interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** The type of the structs that are made from schemas: superstruct's `type`. */
export const schemaKind = 'standard schema'

/** Whether a value is a Standard Schema: an object or, as ArkType's are, a function. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  const { version, validate } = Object(Reflect.get(value, '~standard')) as Record<string, unknown>
  // A struct stays a struct, should superstruct implement Standard Schema.
  return (
    version === 1 && typeof validate === 'function' && typeof Reflect.get(value, 'refiner') !== 'function'
  )
}

type Verdict =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly issues: readonly SchemaIssue[] }

const asynchronous =
  'the schema returned a promise; it validates asynchronously, and attributes are checked synchronously'

function judged(schema: StandardSchema, given: unknown): Verdict {
  let result: unknown
  try {
    result = quieted(schema['~standard'].validate(copied(given)))
  } catch (error) {
    return rejected(`the schema threw ${kindOf(error)}`)
  }
  if (isThenable(result)) return rejected(asynchronous)
  const { issues, value } = Object(result) as { readonly issues?: readonly SchemaIssue[]; value?: unknown }
  if (issues === undefined || issues === null) return { ok: true, output: quieted(value) }
  return issues.length === 0 ? rejected('the schema rejects it') : { ok: false, issues }
}

const rejected = (message: string): Verdict => ({ ok: false, issues: [{ message }] })

/**
 * Returns a struct that judges as a schema does; coercing a value returns the output of the schema.
 *
 * superstruct calls the validator right after the coercer, with what that returned. A schema that transforms cannot
 * check its own output, so the verdict on the input is kept for this one call.
 *
 * @param trusts whether any value passes without coercion, because the schema cannot check its own output
 */
export function structOfSchema<T>(schema: StandardSchema<unknown, T>, trusts: boolean): Struct<T, null> {
  let kept: { readonly value: unknown; readonly verdict: Verdict } | undefined
  return new Struct<T, null>({
    type: schemaKind,
    schema: null,
    coercer(given: unknown) {
      const verdict = judged(schema, given)
      const value = verdict.ok ? verdict.output : given
      kept = { value, verdict }
      return value
    },
    validator(value: unknown, context) {
      const known = kept
      kept = undefined
      const isInput = known !== undefined && Object.is(known.value, value)
      if (!isInput && trusts && value !== undefined && value !== null) return true
      const verdict = isInput ? known.verdict : judged(schema, value)
      return verdict.ok || verdict.issues.map((issue) => failureOf(issue, value, context))
    },
  })
}

function failureOf({ message, path: steps = [] }: SchemaIssue, whole: unknown, { path, branch }: Context) {
  const below = [...steps].map(segmentOf)
  const parts: unknown[] = []
  let value = whole
  for (const segment of below) {
    value = partOf(value, segment)
    parts.push(value)
  }
  return { message: String(message), path: [...path, ...below], branch: [...branch, ...parts], value }
}

function segmentOf(each: PropertyKey | { readonly key: PropertyKey }): string | number {
  const key = typeof each === 'object' && each !== null ? each.key : each
  return typeof key === 'number' ? key : String(key)
}

function partOf(value: unknown, segment: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, segment)
    ? Reflect.get(value, segment)
    : undefined
}
