// Attributes of a Standard Schema: validated by the schema, stored by what its output is or by the attribute's options.
import { isDeepEqual } from '../../util/deep-equal.js'
import { invalid } from '../codec/codec.js'
import { type Compiler, type Core, mismatch, type Node, nodeOf, refuse, type View } from '../codec/node.js'
import { contextOf, type Trail } from '../codec/trail.js'
import { allTypes, naturalNode } from '../codecs/natural.js'
import { coresAs, formsAs, naturalForms, partForms, type SchemaForm } from '../codecs/schema-forms.js'
import { attribute, optionsOf, schemaOf } from '../struct/attribute.js'
import { type AttributeValue, attributeType } from '../struct/attribute-value.js'
import { unstorable } from '../struct/definition.js'
import type { Failure } from '../struct/failure.js'
import { type Limits, limitsOfNumbers } from '../struct/limits.js'
import { copied } from '../struct/plain.js'
import { accepts, complaint } from '../struct/probe.js'
import { memberNames, memberSchema } from '../struct/schema-members.js'
import { isStandardSchema, schemaKind } from '../struct/standard-schema.js'
import { type AnyStruct, plainFailure, type StructFailure, threw } from '../struct/struct.js'
import { transforms } from '../struct/transforms.js'
import { customForm } from './custom.js'

/** What the functions of one attribute share. */
interface Attribute {
  readonly view: View
  readonly forms: readonly SchemaForm[]
  /** Whether the schema transforms, so that it cannot check its own output. */
  readonly trusts: boolean
  /** Whether the attribute is in a key, which is read as it is stored, or rejected. */
  readonly key: boolean
}

/**
 * Makes the codec of an attribute whose struct comes from a Standard Schema.
 *
 * Whole items contain input of the schema: it is validated once, and its output is stored. Everything else that users
 * name (keys, operands of conditions, values of updates) and everything that is read is output. Output is checked by
 * the schema again, unless the schema transforms what it validates: then its output need not be a valid input.
 */
export function schemaCore(view: View, compiler: Compiler): Core {
  return coreOf(view, compiler, formsOf(view, compiler))
}

function coreOf(view: View, compiler: Compiler, forms: readonly SchemaForm[]): Core {
  const { options } = view
  const { key, nulls } = compiler.options
  const known: Attribute = { view, forms, trusts: options.reads === 'trust', key: key !== undefined }
  const isNatural = options.encode === undefined && options.as === undefined
  const types = typesOf(view, compiler)
  let limits: Limits | undefined
  return {
    types,
    // Determined when an update needs them. In another stored form, a bound of values is not one of what is stored.
    get limits() {
      limits ??= isNatural && types.includes('N') ? limitsOfNumbers((value) => isSettled(view, value)) : {}
      return limits
    },
    ...(options.encode !== undefined && { prefix: options.prefix }),
    get names() {
      return isNatural ? namesIn(view) : undefined
    },
    ...(isNatural && {
      at: (step: string | number) =>
        isMember(namesIn(view), step) ? { name: step, codec: partOf(view, compiler, step) } : undefined,
    }),
    ...(known.key && { fidelity: 'canonical' as const }),
    checked: true,
    ownsNull: true,
    contextual: true,
    vanishes: true,
    parse(given, failures, trail) {
      const { output, failures: found } = verdictOf(view, given, trail)
      if (found === undefined) return storable(known, output, failures, trail)
      // The struct around it may accept absence.
      if (given !== undefined && given !== null) failures.push(...found)
      return invalid
    },
    operand: (given, failures) => operandOf(known, given, failures),
    encode: (value) => {
      if (value !== null) return forms.find((form) => form.fits(value))?.encode(value)
      return nulls === 'store' ? { NULL: true } : undefined
    },
    decode: (stored, failures, trail) =>
      stored === undefined ? mismatch(stored, ['S'], failures) : read(known, stored, failures, trail),
  }
}

const namesIn = ({ options }: View): readonly string[] | undefined => {
  const whole = schemaOf(options)
  return whole && memberNames(whole)
}

const isMember = (names: readonly string[] | undefined, step: string | number): boolean =>
  names === undefined || (typeof step === 'string' && names.includes(step))

// A part of a value has the schema that the description of the whole schema says. Where it says nothing, values cannot
// be checked.
function partOf({ options, path }: View, compiler: Compiler, step: string | number): Node {
  const whole = schemaOf(options)
  const member = whole && memberSchema(whole, step)
  if (whole === undefined || !isStandardSchema(member)) return uncheckedPart()
  const trusts = options.reads === 'trust' && (transforms(member) || !transforms(whole))
  // A struct of any type is one: only its type differs.
  const struct = attribute(member, { reads: trusts ? 'trust' : 'check' }) as unknown as AnyStruct
  const part: View = {
    struct,
    kind: schemaKind,
    options: optionsOf(struct),
    path: `${path}.${step}`,
    optional: accepts(struct, undefined),
    onNull: complaint(struct, null),
  }
  const core = coreOf(part, compiler.with({ nulls: 'store' }), partForms())
  return nodeOf(
    Object.defineProperties(
      {},
      {
        ...Object.getOwnPropertyDescriptors(core),
        optional: { value: part.optional, enumerable: true },
        decode: {
          value: ((stored, failures, trail) =>
            stored === undefined && part.optional
              ? undefined
              : core.decode(stored, failures, trail)) satisfies Core['decode'],
          enumerable: true,
        },
      },
    ) as Core,
  )
}

const uncheckedPart = (): Node =>
  nodeOf({
    ...naturalNode('store'),
    unchecked: true,
    at: (step: string | number) => ({ name: step, codec: uncheckedPart() }),
  })

const unstable =
  "the schema rejects or changes its own output, so that what is read could not be checked: give the attribute `reads: 'trust'`"
const unequal = 'would not be read back unchanged: give the attribute `as`, or `encode` and `decode`'

interface Verdict {
  readonly output?: unknown
  readonly failures?: readonly Failure[]
}

// Runs the whole struct, which may be wrapped or refined, on an input.
function verdictOf({ struct }: View, given: unknown, trail?: Trail): Verdict {
  try {
    // While an item is read, the values around it are not complete, and no schema looks at them.
    const { path, branch } = contextOf(trail?.state === undefined ? trail : undefined, given)
    // superstruct passes path and branch on, although its types do not declare it.
    const options = { coerce: true, path, branch }
    const [error, output] = struct.validate(copied(given), options)
    if (error === undefined) return { output }
    return { failures: error.failures().map((each: StructFailure) => plainFailure(each, path.length)) }
  } catch (error) {
    return { failures: [threw(error, given)] }
  }
}

// Whether the schema accepts a value and returns the same.
function isSettled(view: View, value: unknown): boolean {
  const { output, failures } = verdictOf(view, value)
  return failures === undefined && isDeepEqual(output, value)
}

// Returns output as it is read back; `invalid` if it would not be.
function storable(known: Attribute, output: unknown, failures: Failure[], trail?: Trail): unknown {
  const { optional, onNull, options } = known.view
  if (output === undefined || output === null) {
    if (output === undefined ? optional : onNull === undefined) return output
    return refuse(failures, `the schema returned ${output}, which it does not accept when it is read`, output)
  }
  const form = known.forms.find((each) => each.fits(output))
  if (form === undefined)
    return refuse(failures, `as: '${options.as}' cannot store what the schema returns`, output)
  const value = form.parse(output, failures, trail)
  if (value === invalid) return invalid
  const stored = form.encode(value)
  if (stored === undefined) return refuse(failures, 'has no stored form', output)
  if (options.type !== undefined && attributeType(stored) !== options.type)
    return refuse(failures, `would be stored as ${attributeType(stored)}, not as ${options.type}`, output)
  const found: Failure[] = []
  if (isDeepEqual(read(known, stored, found), value)) return value
  return refuse(failures, found.length > 0 ? unstable : unequal, output)
}

// Returns a value that users give in the form of output. Input of which the schema makes stable output is accepted too.
function operandOf(known: Attribute, given: unknown, failures: Failure[]): unknown {
  const { output, failures: found } = verdictOf(known.view, given)
  if (found === undefined && (isDeepEqual(output, given) || isSettled(known.view, output)))
    return storable(known, output, failures)
  if (known.trusts) return storable(known, given, failures)
  failures.push(...(found ?? [{ path: [], message: unstable, value: given }]))
  return invalid
}

// Reads a stored form in the first way that the schema accepts unchanged.
function read(
  { view, forms, trusts, key }: Attribute,
  stored: AttributeValue,
  failures: Failure[],
  trail?: Trail,
) {
  const unread: Failure[] = []
  const readings = forms
    .map((form) => form.decode(stored, unread, trail))
    .filter((value) => value !== invalid)
  if (readings.length === 0) {
    failures.push(...(unread.length > 0 ? unread.slice(0, 1) : [unreadable(stored)]))
    return invalid
  }
  for (const value of readings) if (isSettled(view, value)) return value
  if (trusts) return readings[0]
  const verdicts = readings.map((value) => verdictOf(view, value, trail))
  // What an older version of the schema wrote, for example, as the schema makes it now.
  if (!key)
    for (const { output } of verdicts) if (output !== undefined && isSettled(view, output)) return output
  const [first] = verdicts
  failures.push(...(first?.failures ?? [{ path: [], message: unstable, value: stored }]))
  return invalid
}

const unreadable = (stored: AttributeValue): Failure => ({
  path: [],
  message: `${attributeType(stored)} is stored, which the storage form of the attribute does not read`,
  value: stored,
})

function typesOf({ options }: View, compiler: Compiler): Core['types'] {
  if (options.as !== undefined)
    return [...new Set(coresAs(options.as, compiler).flatMap(({ types }) => types))]
  return options.type === undefined ? allTypes.filter((type) => type !== 'NULL') : [options.type]
}

function formsOf(view: View, compiler: Compiler): readonly SchemaForm[] {
  const { options, path } = view
  if (options.encode !== undefined) return [customWay(view)]
  if (options.as === undefined) return naturalForms(view, compiler)
  const forms = formsAs(options.as, compiler)
  if (forms.length === 0) throw unstorable(path, `as: '${options.as}' cannot be combined with a schema`)
  return forms
}

function customWay(view: View): SchemaForm {
  const form = customForm(view, 'store')
  return {
    fits: () => true,
    parse: (value, failures, trail) => (form.store(value, failures, trail) === invalid ? invalid : value),
    encode(value) {
      const stored = form.store(value, [], undefined)
      return stored === invalid ? undefined : stored
    },
    decode: (stored, failures) => form.read(stored, failures),
  }
}
