// Needs of updates that copy attributes: a value that one attribute can read may be invalid for another.
import { type Codec, invalid } from '../../entity/codec/codec.js'
import type { OperandNode } from '../function/update-operand.js'
import { resolvePath } from '../path/resolved-path.js'
import { attributeTest } from './item-test.js'
import { type Need, needOf, operandTest } from './update-need.js'
import type { UpdatePlace } from './update-place.js'

/**
 * Returns the needs of an operand that copies other attributes: a stored NULL reads as absence or as null in one
 * attribute, and may be invalid in another.
 */
export function copyNeeds(place: UpdatePlace, operand: OperandNode): readonly Need[] {
  const { codec, text } = place.path
  if (readsNull(codec)) return []
  const test = operandTest(
    operand,
    (path) => {
      if (path.text === text || !readsNull(resolvePath(place.root, path.text).codec)) return true
      const condition = attributeTest('type', path, [{ S: 'NULL' }])
      return Object.freeze({ kind: 'not', condition } as const)
    },
    () => true,
  )
  return needOf(place, `${text} must not be NULL`, test)
}

/** Whether a copied NULL does no harm. DynamoDB itself rejects NULL as a number or a list. */
export const readsNull = ({ types, decode }: Codec): boolean =>
  types.every((type) => type === 'N' || type === 'L') || decode({ NULL: true }, []) !== invalid
