// Removals by an update: attributes whose absence can be read back, entries of records, elements of lists.
import { type Codec, invalid } from '../../entity/codec/codec.js'
import { refuseUpdate, type UpdatePlace } from './update-place.js'

/** Whether the attribute is one of any number of its kind: an entry of a record, or an element of an array. */
export function isOneOfMany({ path }: UpdatePlace): boolean {
  return isOneOf(path.parent, path.steps.at(-1), path.codec)
}

/** Whether a step of a codec leads to one of any number of its kind. */
export function isOneOf(parent: Codec, step: string | number | undefined, codec: Codec): boolean {
  return parent.entries === codec || parent.at(typeof step === 'number' ? farIndex : oddName)?.codec === codec
}

/** Whether a codec is the codec of a tuple. */
export function isFixedLength(codec: Codec): boolean {
  return codec.at(farIndex) === undefined
}

/**
 * Rejects the removal of what must exist: an attribute whose absence would not fit the struct, or an element of a
 * tuple.
 * @throws InvalidUpdateError with the name of the attribute.
 */
export function requireRemovable(place: UpdatePlace): void {
  const { steps, parent, codec } = place.path
  if (typeof steps.at(-1) === 'number') {
    if (isFixedLength(parent))
      refuseUpdate(place, 'the list has a fixed number of elements, and later elements would move up')
  } else if (!isOneOfMany(place) && codec.decode(undefined, []) === invalid)
    refuseUpdate(place, 'the attribute is required')
}

// No tuple has this index, and nobody gives an attribute this name: a codec that has them accepts any.
const farIndex = 2 ** 31 - 1
const oddName = '\u0001dyntastic.any'
