// Around each codec: undefined and null, defaults, coercers, validators and refinements, as the struct defines them.
import { ofThisRealm } from '../../util/own-realm.js'
import { quieted, returnsPromise } from '../../util/quieted.js'
import { invalid, type Scan } from '../codec/codec.js'
import { countsBytes, mostBytes } from '../codec/item-size.js'
import { type CodecOptions, type Core, type Node, nodeOf, type Wire } from '../codec/node.js'
import { contextOf, stepsTo, type Trail } from '../codec/trail.js'
import { decodeNatural } from '../codecs/natural.js'
import { scanOf } from '../scan/parsed-scan.js'
import { isNullAt, passNull } from '../scan/scalar-scan.js'
import type { AttributeValue } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { type AnyStruct, calmOf, passes, plainFailure, promised, threw } from '../struct/struct.js'
import { unread } from '../text/body.js'
import { refinedInput, refinedValue } from './refinement.js'

/** What is known about a struct apart from its kind. */
export interface Presence {
  readonly struct: AnyStruct
  /** Whether the struct accepts undefined, and null. */
  readonly optional: boolean
  readonly nullable: boolean
  /** Makes the default of `attribute()`; `undefined` if there is none. */
  readonly fill: (() => unknown) | undefined
  /** Whether it has a coercer other than superstruct's own copying ones. */
  readonly coerces: boolean
  readonly refines: boolean
  /** When the validator must be called. */
  readonly validates: 'never' | 'notified' | 'parse' | 'always'
  readonly nulls: CodecOptions['nulls']
  /** Whether the attribute is in a key. */
  readonly key: boolean
}

type StepOf<A> = (given: A, failures: Failure[], trail?: Trail) => unknown
type Step = StepOf<unknown>
type DecodeStep = StepOf<AttributeValue | undefined>

/** Returns the node of a core: the core itself if nothing is around it. */
export function present(core: Core, known: Presence): Node {
  const { struct, optional, nullable, fill, coerces, refines, validates } = known
  const { contextual = false } = core
  if (!optional && !nullable && !fill && !coerces && !refines && validates === 'never') return nodeOf(core)
  // Whether decoding also requires parsing.
  const parses = coerces || fill !== undefined || core.checked === true || core.ownsNull === true
  const calls = coerces || refines || validates !== 'never'
  const parse = calls ? watchedFirst(struct, parser(core, known)) : parser(core, known)
  const reads = core.ownsNull ? own(core.decode, parse, known) : decoder(core, parse, known)
  const decode = calls ? watchedFirst(struct, reads) : reads
  const part = core.decodePart ?? core.decode
  const encode = encoder(core, decode, known)
  const around: Partial<Core> = {
    optional,
    // Determined on demand: it may require a call of a default.
    get nullIsAbsence(): boolean {
      if (known.key) return false
      return nullable ? encode(null) === undefined : optional
    },
    contextual: contextual || coerces || refines || validates !== 'never',
    contextualDecode: (core.contextualDecode ?? contextual) || refines || validates === 'always' || parses,
    vanishes: (core.vanishes ?? false) || nullable,
    parse,
    encode,
    decode,
    scan: scanner(core, known, decode),
    scanItem: undefined,
    decodePart: core.ownsNull
      ? part
      : decoder({ ...core, decode: part as Core['decode'] }, parse, {
          ...known,
          refines: refines && core.at === undefined,
        }),
  }
  const all = { ...Object.getOwnPropertyDescriptors(core), ...Object.getOwnPropertyDescriptors(around) }
  // A coercer may convert an input of another form.
  if (coerces) for (const name of ['only', 'unlike', 'unlikeStored', 'fidelity'] as const) delete all[name]
  return nodeOf(Object.defineProperties({}, all) as Core)
}

// An asynchronous function of the user's returns a promise at its first call. Looking for promises takes time, and ends
// with the first value that fits. Undefined, null and other values each have their own first one: for the first two,
// superstruct does not call every function.
function watchedFirst<A>(struct: AnyStruct, step: StepOf<A>): StepOf<A> {
  let calm = 0
  return (given, failures, trail) => {
    // Most inputs are strings, which have no such property.
    const isNull = given === null || (typeof given === 'object' && (given as Wire).NULL === true)
    const sort = given === undefined ? 1 : isNull ? 2 : 4
    if ((calm & sort) !== 0) return step(given, failures, trail)
    const from = failures.length
    let result: unknown = invalid
    const asynchronous = returnsPromise(() => {
      result = step(given, failures, trail)
    })
    if (asynchronous) {
      failures.length = from
      failures.push({ path: [], message: promised, value: given })
      return invalid
    }
    if (result !== invalid || calmOf(struct).refiner) calm |= sort
    return result
  }
}

function parser(core: Core, known: Presence): Step {
  const { struct, optional, nullable, fill, coerces, refines, validates } = known
  const owns = core.ownsNull === true || core.checked === true
  const inner: Step = (value, failures, trail) => {
    if (value === undefined || value === null) {
      const parsed = owns ? core.parse(value, failures, trail) : invalid
      return parsed === invalid && (value === undefined ? optional : nullable) ? value : parsed
    }
    return core.parse(value, failures, trail)
  }
  return (raw, failures, trail) => {
    const given = typeof raw === 'object' ? ofThisRealm(raw) : raw
    let value = given
    if (coerces || (validates !== 'never' && given !== undefined))
      try {
        if (coerces) value = quieted(struct.coercer(given, contextOf(trail, given)))
        const validated = validates !== 'never' && value !== undefined
        const fits = !validated || passes(struct.validator(value, contextOf(trail, given)))
        if (!fits && validates !== 'notified') return invalid
      } catch (error) {
        failures.push(threw(error, given))
        return invalid
      }
    if (value === undefined && fill !== undefined) value = fill()
    const parsed = inner(value, failures, trail)
    return refines && parsed !== invalid ? refinedInput(struct, given, parsed, failures, trail) : parsed
  }
}

function encoder(core: Core, decode: DecodeStep, { coerces, fill, nulls }: Presence): Core['encode'] {
  const counted = countsBytes(core.encode)
  // Absence would be read back as the default.
  const storesNull = (): boolean =>
    nulls === 'store' ||
    ((coerces || core.checked === true || fill !== undefined) && (decode(undefined, []) ?? null) !== null)
  return (value, tally) => {
    if (value === undefined) return undefined
    if (counted && value !== null) return core.encode(value, tally)
    const stored = value !== null ? core.encode(value) : storesNull() ? { NULL: true as const } : undefined
    if (tally !== undefined && stored !== undefined) tally.bytes += mostBytes(stored)
    return stored
  }
}

function decoder(core: Core, parse: Step, known: Presence): DecodeStep {
  const { struct, optional, nullable, fill, coerces, refines, validates } = known
  const whole: DecodeStep = (stored, failures, trail) => {
    const value = core.decode(stored, failures, trail)
    if (value === invalid) return invalid
    if (validates === 'always' && !passes(struct.validator(value, contextOf(trail, value)))) {
      for (const failure of struct.validator(value, contextOf(trail, value)))
        failures.push(plainFailure(failure, stepsTo(trail)))
      return invalid
    }
    return refines ? refinedValue(struct, value, failures, trail) : value
  }
  const none = optional ? undefined : null
  const ofNull = nullable ? null : undefined
  const bare = (optional || nullable) && !fill && !coerces && !core.checked && !refines
  if (bare && validates !== 'always')
    return (stored, failures, trail) => {
      if (stored === undefined) return none
      return (stored as Wire | null)?.NULL === true ? ofNull : core.decode(stored, failures, trail)
    }
  return (stored, failures, trail) => {
    if (stored === undefined) return absent(core, parse, known, failures, trail)
    if ((stored as Wire | null)?.NULL === true) {
      if (nullable) return refines ? refinedValue(struct, null, failures, trail) : null
      if (optional) return absent(core, parse, known, failures, trail)
    }
    const from = failures.length
    const value = whole(stored, failures, trail)
    if (value !== invalid || !(coerces || core.checked)) return value
    const coerced = parse(decodeNatural(stored), [], trail)
    if (coerced === invalid || coerced === undefined) return invalid
    failures.length = from
    return coerced
  }
}

// Reads what is stored in the usual way, like the decoder. Everything else is left to the decoder, which also reports
// it.
function scanner(core: Core, known: Presence, decode: DecodeStep): Scan | undefined {
  const { struct, optional, nullable, refines, validates } = known
  const { scan } = core
  if (scan === undefined || core.checked || validates === 'always') return undefined
  const value: Scan = refines
    ? (body, trail) => {
        const scanned = scan(body, trail)
        if (scanned === unread) return unread
        const refined = refinedValue(struct, scanned, [], trail)
        return refined === invalid ? unread : refined
      }
    : scan
  if (core.ownsNull) {
    const parsed = scanOf({ decode })
    return (body, trail) => (isNullAt(body) ? parsed : value)(body, trail)
  }
  if (!optional && !nullable) return value
  // Null may stand for a default, and may be refined.
  const bare = !known.fill && !known.coerces && !refines
  const ofNull = nullable ? null : undefined
  return (body, trail) => {
    if (!isNullAt(body)) return value(body, trail)
    return bare && passNull(body) ? ofNull : unread
  }
}

// What an absent value is: the default, else undefined, else null, else what the core makes of absence (an empty set,
// or a failure).
function absent(
  core: Core,
  parse: Step,
  known: Presence,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const { struct, optional, nullable, fill, coerces, refines } = known
  if (fill !== undefined || coerces || core.checked) {
    const value = parse(undefined, failures, trail)
    if (value !== invalid && value !== undefined) return value
  }
  const value = optional ? undefined : nullable ? null : core.decode(undefined, failures, trail)
  return refines && value !== invalid ? refinedValue(struct, value, failures, trail) : value
}

// For a core that handles null itself, only its default and its refinements remain.
function own(decode: DecodeStep, parse: Step, known: Presence): DecodeStep {
  const { struct, optional, nullable, fill, coerces, refines } = known
  return (given, failures, trail) => {
    const isNull = (given as Wire | undefined)?.NULL === true
    const stored = isNull && !nullable && optional ? undefined : given
    if (stored === undefined && (fill !== undefined || coerces || optional || nullable)) {
      const value = parse(undefined, [], trail)
      if (value !== invalid && (value !== undefined || optional)) return value
      if (nullable) return null
    }
    const from = failures.length
    let value = isNull && nullable ? null : decode(stored, failures, trail)
    if (value !== invalid && refines) value = refinedValue(struct, value, failures, trail)
    if (value !== invalid || !coerces || stored === undefined) return value
    const coerced = parse(decodeNatural(stored), [], trail)
    if (coerced === invalid) return invalid
    failures.length = from
    return coerced
  }
}
