// Selected attributes that are read from the text of a response.
import { selectionReaders } from '../../entity/item-readers.js'
import type { Key } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import { type BodyItem, isScanned } from '../../entity/scan/scanned-item.js'
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'

/**
 * The readers for responses with the selected attributes of items, and those of these keys; none if a part of an
 * attribute is selected.
 */
export function selectionReadersOf(
  model: EntityModel,
  select: readonly ResolvedPath[],
  keys: readonly Key[],
): ResponseReaders | undefined {
  const properties = select.flatMap(({ steps: [step, ...below] }) =>
    typeof step === 'string' && below.length === 0 ? [step] : [],
  )
  return properties.length < select.length ? undefined : selectionReaders(model, properties, keys)
}

/** Returns the selected part of an item, if it was read from the text of a response. */
export function partRead(given: BodyItem): object | undefined {
  return isScanned(given) ? given.takePart() : undefined
}
