// The pieces of a template, from the first on, whose text conditions give.

import type { Slot, Template } from '../../entity/key/template/slot.js'
import { slotText } from '../../entity/key/template/text-writer.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { oneText } from './one-text.js'
import { isKept, placeIn } from './slot-range.js'
import type { Conditions } from './template-conditions.js'

/** The pieces from the first on whose text is known. */
export interface Beginning {
  readonly text: string
  /** The value of a number or binary key. */
  readonly whole: AttributeValue | undefined
  readonly covered: readonly ConditionNode[]
  readonly used: readonly string[]
  readonly known: number
  readonly never: string | undefined
  /** Whether a slot is kept as it is, so that its end in the text is not certain. */
  readonly loose: boolean
  /** The keys of items that lack one of these attributes, or the one that follows, if the template is partial. */
  readonly ends: readonly string[]
}

// Why no key has the value of a slot.
function troubleOf(slot: Slot, value: AttributeValue): string {
  const text = slotText(slot, value)
  const why = typeof text === 'string' ? 'would have a value that the key cannot hold' : text.trouble
  return `'${slot.property}' ${why}`
}

/** The pieces up to the first slot that no condition gives. */
export function beginningOf({ pieces, type }: Template, { equals, clauses }: Conditions): Beginning {
  const implied: ConditionNode[] = []
  const used: string[] = []
  const ends: string[] = []
  let [text, known, loose] = ['', 0, false]
  let whole: AttributeValue | undefined
  let trouble: string | undefined
  for (const piece of pieces) {
    if (typeof piece === 'object' && piece.partial) ends.push(text)
    const given = typeof piece === 'string' ? undefined : equals.get(piece.name)
    if (typeof piece === 'string') text += piece
    else if (given === undefined) {
      const one = type === 'S' ? oneText(piece, clauses) : undefined
      if (one === undefined) break
      text += one.text
      if (!loose) implied.push(...one.implied)
      used.push(piece.name)
    } else {
      if (type === 'S') {
        const { text: part, rank } = placeIn(piece, given.value)
        if (part === undefined || rank === 'after') trouble ??= troubleOf(piece, given.value)
        else text += part
        loose ||= isKept(piece)
        if (rank === 'only' && !loose) implied.push(...given.clauses)
      } else {
        whole = given.value
        implied.push(...given.clauses)
      }
      used.push(piece.name)
    }
    known++
  }
  return { text, whole, covered: implied, used, known, never: trouble, loose, ends }
}
