// Checks that every stored value of one attribute is valid for another, so that an update may copy it unchecked.
import { type Codec, invalid, type NumericKind } from '../../entity/codec/codec.js'

const readAs: Record<Exclude<NumericKind, 'few'>, readonly (NumericKind | undefined)[]> = {
  number: ['number', 'integer'],
  integer: ['integer'],
  bigint: ['integer', 'bigint'],
  decimal: ['number', 'integer', 'bigint', 'decimal'],
}

/**
 * Whether sums with the source's numbers are valid numbers of the target, whichever member of a union the source's
 * number belongs to.
 */
export function sumsFit(target: Codec, source: Codec): boolean {
  if (target === source) return true
  const { members = [] } = source
  // DynamoDB rejects an addition with a value that is not a number.
  if (members.length > 0) return members.every((one) => !one.types.includes('N') || sumsFit(target, one))
  if (target.numeric === undefined) {
    const { members: targets = [] } = target
    // A date, or a codec of the user's own, that is stored as a number cannot read every number.
    return targets.length > 0 ? targets.some((one) => sumsFit(one, source)) : readsAll(target)
  }
  if (target.numeric === 'few' || source.numeric === 'few') return true
  return readAs[target.numeric].includes(source.numeric)
}

/**
 * Whether the target can read what is stored for the source, apart from its bounds and refinements: those are checked
 * elsewhere, or are the user's own. Inside containers, a target that refines its values accepts only sources with the
 * same struct.
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

// A key attribute reads only one form of each value; other attributes may store more forms.
const keyFits = (target: Codec, source: Codec): boolean =>
  source.identical === true &&
  target.fidelity === 'canonical' &&
  source.fidelity === 'canonical' &&
  target.form === source.form

const deepest = 32
const everyType = 10

// any() and similar structs.
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
