// Custom codecs: the result of `encode` is stored by its own type, and `decode` receives it again.
import { kindOf } from '../../errors/failures.js'
import { isThenable, quieted } from '../../util/quieted.js'
import { invalid } from '../codec/codec.js'
import { type CodecOptions, type Compiler, type Core, mismatch, refuse, type View } from '../codec/node.js'
import { contextOf, type Trail } from '../codec/trail.js'
import { allTypes, decodeNatural, encodeNatural, parseNatural } from '../codecs/natural.js'
import { failuresOf } from '../codecs/struct-failures.js'
import type { AttributeOptions } from '../struct/attribute.js'
import { type AttributeType, type AttributeValue, attributeType } from '../struct/attribute-value.js'
import { unstorable } from '../struct/definition.js'
import type { Failure } from '../struct/failure.js'
import { coerced } from '../struct/struct.js'

/**
 * Runs a function of the user's own. What it throws, or a promise that it returns, becomes a failure that names only
 * the kind of error.
 */
function called(what: string, run: () => unknown, failures: Failure[], value: unknown): unknown {
  try {
    const made = quieted(run())
    if (!isThenable(made)) return made
    return refuse(failures, `${what} returned a promise; it must return the value itself`, value)
  } catch (error) {
    return refuse(failures, `${what} threw ${kindOf(error)}`, value)
  }
}

/** The two functions of an attribute as the codec calls them: what they throw is a failure. */
export interface CustomForm {
  readonly types: readonly AttributeType[]
  /** Returns the stored form of a value; `invalid` if `encode` cannot make one. */
  store(value: unknown, failures: Failure[], trail: Trail | undefined): AttributeValue | typeof invalid
  /** Returns what `decode` makes of a stored form; `invalid` if it throws, or if the data type does not fit. */
  read(stored: AttributeValue, failures: Failure[]): unknown
}

/** Returns the functions of an attribute with `encode` and `decode`. */
export function customForm({ options, path }: View, nulls: CodecOptions['nulls']): CustomForm {
  const { type } = options
  const codec = options as Required<Pick<AttributeOptions<unknown>, 'encode' | 'decode'>>
  if (options.as !== undefined)
    throw unstorable(path, 'an attribute can have either `as`, or `encode` and `decode`')
  return {
    types: type === undefined ? allTypes.filter((each) => each !== 'NULL') : [type],
    store(value, failures, trail) {
      const made = called('encode', () => codec.encode(value as never), failures, value)
      if (made === invalid) return invalid
      if (made === undefined || made === null)
        return refuse(failures, 'encode must return a value that can be stored', value)
      const wire = parseNatural(made, failures, nulls, trail?.depth ?? 0)
      return wire === invalid ? invalid : (encodeNatural(wire, nulls) ?? invalid)
    },
    read(stored, failures) {
      if (type !== undefined && attributeType(stored) !== type) return mismatch(stored, [type], failures)
      return called('decode', () => codec.decode(decodeNatural(stored)), failures, stored)
    },
  }
}

/** Makes the codec of an attribute with `encode` and `decode`. */
export function customCore(view: View, compiler: Compiler): Core {
  const { struct, options } = view
  const { nulls } = compiler.options
  const codec = options as Required<Pick<AttributeOptions<unknown>, 'encode'>>
  const form = customForm(view, nulls)
  const valueFrom = (stored: AttributeValue, failures: Failure[]): unknown => {
    const value = form.read(stored, failures)
    if (value === invalid) return invalid
    const found = failuresOf(struct, value)
    failures.push(...found)
    return found.length === 0 ? value : invalid
  }
  return {
    types: form.types,
    sample: 'number',
    prefix: options.prefix,
    checked: true,
    contextual: true,
    parse(given, failures, trail) {
      const fitting = coerced(struct, given, contextOf(trail, given), failures)
      if (fitting.length === 0) return invalid
      const [value] = fitting
      if (value === undefined || value === null) return value
      const stored = form.store(value, failures, trail)
      // What is read back is the result of `decode`.
      return stored === invalid ? invalid : valueFrom(stored, failures)
    },
    encode: (value) => encodeNatural(codec.encode(value as never), nulls),
    decode: (stored, failures) =>
      stored === undefined ? mismatch(stored, ['S'], failures) : valueFrom(stored, failures),
  }
}
