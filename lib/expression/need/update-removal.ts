// What an update may remove: attributes whose absence can be read back, entries of records, elements of lists.
import { type Codec, invalid } from '../../entity/codec/codec.js'
import { refuseUpdate, type UpdatePlace } from './update-place.js'

/** Whether the attribute is one of any number of its kind: an entry of a record, an element of an array. */
export function isOneOfMany({ path }: UpdatePlace): boolean {
  return isOneOf(path.parent, path.steps.at(-1), path.codec)
}

/** The same of what stands at a step of a codec. */
export function isOneOf(parent: Codec, step: string | number | undefined, codec: Codec): boolean {
  return parent.entries === codec || parent.at(typeof step === 'number' ? farIndex : oddName)?.codec === codec
}

/** Whether it is the codec of a tuple. */
export function isFixedLength(codec: Codec): boolean {
  return codec.at(farIndex) === undefined
}

/**
 * Refuses to remove what must be there: an attribute whose absence would not fit the struct, an element of a tuple.
 * @throws InvalidUpdateError that names the attribute.
 */
export function requireRemovable(place: UpdatePlace): void {
  const { steps, parent, codec } = place.path
  if (typeof steps.at(-1) === 'number') {
    if (isFixedLength(parent))
      refuseUpdate(place, 'the list has a fixed number of elements, and the others would move up')
  } else if (!isOneOfMany(place) && codec.decode(undefined, []) === invalid)
    refuseUpdate(place, 'the attribute is required')
}

// No tuple has this index, and nobody gives an attribute this name: what has them has any.
const farIndex = 2 ** 31 - 1
const oddName = '\u0001dyntastic.any'
