// Attributes of a Standard Schema: validated by the schema, stored by what its output is or by the attribute's options.
import { isDeepStrictEqual } from 'node:util'
import { any } from 'superstruct'
import { invalid } from '../codec/codec.js'
import { type Compiler, type Core, mismatch, nowhere, refuse, type View } from '../codec/node.js'
import { contextOf, type Trail } from '../codec/trail.js'
import { bigintRow } from '../codecs/bigint.js'
import { dateCore } from '../codecs/date.js'
import { allTypes, naturalCore } from '../codecs/natural.js'
import { naturalMapCore } from '../codecs/record.js'
import { codecs } from '../codecs/table.js'
import type { StorageForm } from '../struct/attribute.js'
import { type AttributeValue, attributeType } from '../struct/attribute-value.js'
import { unstorable } from '../struct/definition.js'
import type { Failure } from '../struct/failure.js'
import { copied } from '../struct/plain.js'
import { type AnyStruct, plainFailure, type StructFailure, threw } from '../struct/struct.js'
import { customForm } from './custom.js'

/** One way to store values: the value as it is read back, its stored form, and the way back. */
interface Form {
  fits(value: unknown): boolean
  parse(value: unknown, failures: Failure[], trail: Trail | undefined): unknown
  encode(value: unknown): AttributeValue | undefined
  /** Returns the value of a stored form; `invalid` if the form did not write it. */
  decode(stored: AttributeValue, failures: Failure[], trail: Trail | undefined): unknown
}

/**
 * Makes the codec of an attribute whose struct comes from a Standard Schema.
 *
 * Whole items contain input of the schema: it is validated once, and its output is stored. Everything else that users
 * name (keys, operands of conditions, values of updates) and everything that is read is output. Output is checked by
 * the schema again, unless the schema transforms what it validates: then its output need not be a valid input.
 */
export function schemaCore(view: View, compiler: Compiler): Core {
  const { options } = view
  const trusts = options.reads === 'trust'
  const forms = formsOf(view, compiler)
  const { key, nulls } = compiler.options
  const judge = (value: unknown, trail?: Trail) => verdictOf(view, value, trail)
  const settled = (value: unknown): boolean => {
    const { output, failures } = judge(value)
    return failures === undefined && isDeepStrictEqual(output, value)
  }
  const decode = (stored: AttributeValue | undefined, failures: Failure[], trail?: Trail): unknown => {
    if (stored === undefined) return mismatch(stored, ['S'], failures)
    const unread: Failure[] = []
    const readings = forms
      .map((form) => form.decode(stored, unread, trail))
      .filter((value) => value !== invalid)
    if (readings.length === 0) {
      failures.push(...unread.slice(0, 1))
      return invalid
    }
    for (const value of readings) if (settled(value)) return value
    if (trusts) return readings[0]
    // Of an older version of the schema, for example: what it makes of the stored value now.
    if (key === undefined)
      for (const value of readings) {
        const { output } = judge(value)
        if (output !== undefined && settled(output)) return output
      }
    const [first] = readings.map((value) => judge(value, trail).failures ?? [])
    if (first === undefined || first.length === 0) return refuse(failures, unstable, stored)
    failures.push(...first)
    return invalid
  }
  const stored = (output: unknown, failures: Failure[], trail: Trail | undefined): unknown => {
    if (output === undefined || output === null)
      return (output === undefined ? view.optional : view.onNull === undefined)
        ? output
        : refuse(
            failures,
            `the schema returned ${String(output)}, which it does not accept when it is read`,
            output,
          )
    const form = forms.find((each) => each.fits(output))
    const from = failures.length
    const value = form === undefined ? invalid : form.parse(output, failures, trail)
    if (form === undefined || value === invalid)
      return failures.length > from
        ? invalid
        : refuse(failures, `as: '${options.as}' cannot store what the schema returns`, output)
    const wire = form.encode(value)
    if (wire === undefined) return refuse(failures, 'has no stored form', output)
    if (options.type !== undefined && attributeType(wire) !== options.type)
      return refuse(failures, `would be stored as ${attributeType(wire)}, not as ${options.type}`, output)
    const found: Failure[] = []
    if (isDeepStrictEqual(decode(wire, found, trail), value)) return value
    return refuse(failures, found.length > 0 ? unstable : unequal, output)
  }
  return {
    types: typesOf(view, compiler),
    ...(options.encode !== undefined && { prefix: options.prefix }),
    ...(options.encode === undefined && options.as === undefined
      ? { at: naturalCore('store').at ?? nowhere }
      : {}),
    // A key is read as it is stored, or rejected.
    ...(key !== undefined && { fidelity: 'canonical' as const }),
    checked: true,
    ownsNull: true,
    contextual: true,
    vanishes: true,
    parse(given, failures, trail) {
      const { output, failures: found } = judge(given, trail)
      if (found === undefined) return stored(output, failures, trail)
      // The struct around it may accept absence.
      if (given !== undefined && given !== null) failures.push(...found)
      return invalid
    },
    operand(given, failures) {
      const { output, failures: found } = judge(given)
      if (found === undefined && (isDeepStrictEqual(output, given) || settled(output)))
        return stored(output, failures, undefined)
      if (trusts) return stored(given, failures, undefined)
      failures.push(...(found ?? [{ path: [], message: unstable, value: given }]))
      return invalid
    },
    encode: (value) =>
      value === null
        ? nulls === 'store'
          ? { NULL: true }
          : undefined
        : forms.find((form) => form.fits(value))?.encode(value),
    decode,
  }
}

const unstable =
  "the schema rejects or changes its own output, so that what is read could not be checked: give the attribute `reads: 'trust'`"
const unequal = 'would not be read back unchanged: give the attribute `as`, or `encode` and `decode`'

/** Runs the whole struct, which may be wrapped or refined, on an input. */
function verdictOf(
  { struct }: View,
  given: unknown,
  trail: Trail | undefined,
): { readonly output?: unknown; readonly failures?: readonly Failure[] } {
  try {
    // While an item is read, the values around it are not complete, and no schema looks at them.
    const { path, branch } = contextOf(trail?.state === undefined ? trail : undefined, given)
    const [error, output] = struct.validate(copied(given), { coerce: true, path, branch } as {
      coerce: boolean
    })
    if (error === undefined) return { output }
    return { failures: error.failures().map((failure: StructFailure) => plainFailure(failure, path.length)) }
  } catch (error) {
    return { failures: [threw(error, given)] }
  }
}

function typesOf({ options }: View, compiler: Compiler): Core['types'] {
  if (options.as !== undefined)
    return [...new Set(coresAs(options.as, compiler).flatMap(({ types }) => types))]
  return options.type === undefined ? allTypes.filter((type) => type !== 'NULL') : [options.type]
}

function formsOf(view: View, compiler: Compiler): readonly Form[] {
  const { options, path } = view
  if (options.encode !== undefined) {
    const form = customForm(view, 'store')
    return [
      {
        fits: () => true,
        parse: (value, failures, trail) => (form.store(value, failures, trail) === invalid ? invalid : value),
        encode: (value) => {
          const stored = form.store(value, [], undefined)
          return stored === invalid ? undefined : stored
        },
        decode: (stored, failures) => form.read(stored, failures),
      },
    ]
  }
  if (options.as !== undefined) {
    const cores = coresAs(options.as, compiler)
    if (cores.length === 0) throw unstorable(path, `as: '${options.as}' cannot be combined with a schema`)
    return cores.map((core) => formOf(core, (value) => core.parse(value, []) !== invalid))
  }
  // Inside a value, only the schema knows whether null is absence.
  const whole = compiler.with({ nulls: 'store' })
  const bigints = bigintRow.make(view, whole)
  return [
    formOf(
      naturalCore('store'),
      (value) => !(value instanceof Date || value instanceof Map || typeof value === 'bigint'),
    ),
    formOf(dateCore(undefined, compiler.options.key !== undefined), (value) => value instanceof Date),
    ...(bigints === undefined ? [] : [formOf(bigints, (value) => typeof value === 'bigint')]),
    formOf(naturalMapCore(whole), (value) => value instanceof Map),
  ]
}

function formOf(core: Core, fits: Form['fits']): Form {
  return {
    fits,
    parse: (value, failures, trail) => named(core.parse(value, failures, trail), failures),
    encode: (value) => core.encode(value),
    decode: (stored, failures, trail) =>
      core.types.includes(attributeType(stored)) ? core.decode(stored, failures, trail) : invalid,
  }
}

// What the storage says of a Date names a struct, which a schema is not.
function named(parsed: unknown, failures: Failure[]): unknown {
  if (parsed === invalid)
    for (const [at, failure] of failures.entries())
      if (failure.value instanceof Date && failure.path.length > 0)
        failures[at] = { ...failure, message: 'a Date inside a value would be read back as a string' }
  return parsed
}

// Of the codecs with a storage form, each is for values of another type.
function coresAs(as: StorageForm, compiler: Compiler): readonly Core[] {
  return codecs
    .filter(({ forms, kinds }) => forms?.includes(as) && !kinds.includes('instance'))
    .flatMap((row) => row.make(viewAs(as), compiler) ?? [])
}

const viewAs = (as: StorageForm): View => ({
  struct: any() as unknown as AnyStruct,
  kind: 'any',
  options: { as },
  path: '',
  optional: false,
  onNull: undefined,
})
