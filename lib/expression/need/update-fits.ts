// Whether every stored value of one attribute can be read as a value of another: what an update may copy without looking at it.
import { type Codec, invalid, type NumericKind } from '../../entity/codec/codec.js'

const readAs: Record<Exclude<NumericKind, 'few'>, readonly (NumericKind | undefined)[]> = {
  number: ['number', 'integer'],
  integer: ['integer'],
  bigint: ['integer', 'bigint'],
  decimal: ['number', 'integer', 'bigint', 'decimal'],
}

/** Whether sums of a source's numbers are numbers of the target, whichever member of a union the source's number is of. */
export function sumsFit(target: Codec, source: Codec): boolean {
  if (target === source) return true
  const { members = [] } = source
  // DynamoDB refuses to add what is not a number.
  if (members.length > 0) return members.every((one) => !one.types.includes('N') || sumsFit(target, one))
  if (target.numeric === undefined) {
    const { members: targets = [] } = target
    // A date or a codec of the user's own, stored as a number, does not read every number.
    return targets.length > 0 ? targets.some((one) => sumsFit(one, source)) : readsAll(target)
  }
  if (target.numeric === 'few' || source.numeric === 'few') return true
  return readAs[target.numeric].includes(source.numeric)
}

/**
 * Whether what is stored for the source can be read by the target, its bounds and refinements aside: those are looked at elsewhere, or are
 * the user's own. Inside of containers, a target that refines its values takes only what has the same struct.
 */
export function fitsFrom(target: Codec, source: Codec, depth = 0): boolean {
  if (target === source) return true
  if (target.identical) return keyFits(target, source)
  if (depth > deepest || (depth > 0 && target.refined)) return false
  if (readsAll(target)) return true
  const { members: sources = [], only } = source
  const { members: targets = [] } = target
  if (sources.length > 0) return sources.every((member) => fitsFrom(target, member, depth))
  if (targets.length > 0) return targets.some((member) => fitsFrom(member, source, depth))
  if (only !== undefined)
    return [...only].every((value) => {
      const stored = source.encode(value)
      return stored !== undefined && (target.refined || target.decode(stored, []) !== invalid)
    })
  if (target.only !== undefined || target.numeric === 'few') return false
  if (target.numeric !== undefined) return sumsFit(target, source) && source.numeric !== undefined
  return partsFit(target, source, depth)
}

// A key attribute reads one form of each value: others may store more forms than that.
const keyFits = (target: Codec, source: Codec): boolean =>
  source.identical === true &&
  target.fidelity === 'canonical' &&
  source.fidelity === 'canonical' &&
  target.form === source.form

const deepest = 32
const everyType = 10

// any() and the like.
const readsAll = ({ types, refined }: Codec): boolean => types.length === everyType && !refined

const nothing = { NULL: true } as const

function partsFit(target: Codec, source: Codec, depth: number): boolean {
  const { element, entries, keys } = target
  if (element !== undefined)
    return (
      sharesType(target, source) && source.element !== undefined && within(element, source.element, depth)
    )
  if (entries !== undefined)
    return (
      source.entries !== undefined && target.form === source.form && within(entries, source.entries, depth)
    )
  if (keys !== undefined) return source.keys !== undefined && propertiesFit(target, source, depth)
  return target.form === source.form && target.at(0) === undefined && sharesType(target, source)
}

function within(target: Codec, source: Codec, depth: number): boolean {
  const nullable = target.decode(nothing, []) !== invalid || source.decode(nothing, []) === invalid
  return nullable && fitsFrom(target, source, depth + 1)
}

function propertiesFit(target: Codec, source: Codec, depth: number): boolean {
  const { keys = [] } = target
  if (source.keys?.some((key) => !keys.includes(key)) || target.form !== source.form) return false
  return keys.every((key) => {
    const inTarget = target.at(key)
    const inSource = source.at(key)
    if (inTarget === undefined) return false
    const mayLack = inTarget.codec.decode(undefined, []) !== invalid
    if (inSource === undefined) return mayLack
    const lacks = inSource.codec.decode(undefined, []) !== invalid
    return (
      inTarget.name === inSource.name && (mayLack || !lacks) && within(inTarget.codec, inSource.codec, depth)
    )
  })
}

const sharesType = (target: Codec, source: Codec): boolean =>
  source.types.length > 0 && source.types.every((type) => target.types.includes(type))
