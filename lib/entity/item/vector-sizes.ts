// Warning about vectors that leave no room in an item.
import type { Codec } from '../codec/codec.js'
import { maxItemBytes } from '../codec/item-size.js'

/** What most 32-bit floats take in a list: nine digits in five bytes, one for the magnitude, and one in the list. */
const bytesPerNumber = 7

/**
 * Warns, at definition, that the vectors of an item take more than an item may have ("Item size": 400 KB). It is not
 * an error: numbers of few digits take less.
 */
export function warnOfVectors({
  entity,
  properties,
  codec,
}: {
  readonly entity: string
  readonly properties: readonly string[]
  readonly codec: Codec
}): void {
  let bytes = 0
  for (const property of properties) {
    const { dimensions, optional } = codec.at(property)?.codec ?? {}
    if (dimensions !== undefined && optional === false) bytes += bytesPerNumber * dimensions
  }
  if (bytes <= maxItemBytes) return
  process.emitWarning(
    `${entity}: the vectors of an item take about ${bytes} bytes, but an item can have at most ${maxItemBytes}: store fewer dimensions, or optional vectors in separate items`,
    { type: 'DyntasticWarning', code: 'DYNTASTIC_VECTOR_SIZE' },
  )
}
