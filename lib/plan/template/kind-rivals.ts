// Other entities of a table that may have items in a range of keys.
import type { Key, KeyPart } from '../../entity/key/key.js'
import { type KeyText, mayBeginAlike, mayBeSame } from '../../entity/key/template/template-collision.js'
import type { EntityModel } from '../../entity/model.js'
import type { TableOwner } from '../../entity/table/table.js'
import { remembered } from '../../util/remembered.js'
import type { Source } from '../source/plan.js'

/**
 * The other entities of the table whose items may lie in a range. The table forgets them when another one is defined.
 * @param known how many pieces of the sort key's template the range gives.
 */
export function rivalsIn(model: EntityModel, source: Source, known: number): readonly TableOwner[] {
  const { owners, shared } = model.table
  const name = `${model.name} ${known} ${keyText(source)}`
  const found = shared.rivals.get(name)
  if (found !== undefined) return found
  const others = [...owners.values()].filter(({ entity }) => !model.entities.includes(entity))
  const rivals = others.filter((other) => mayLieIn(source, known, other))
  shared.rivals.set(name, rivals)
  return rivals
}

// What tells the keys of sources apart.
const keyText = (source: Source): string => textOfKey(source).text
const textOfKey = remembered(({ key, label }: Source) => {
  const parts = [...key.partition, ...key.sort].map(({ name, template }) => [name, template?.text])
  return { text: JSON.stringify([label, parts]) }
})

function mayLieIn({ key }: Source, known: number, other: TableOwner): boolean {
  // Entities of one table know each other as what their table needs of them; their keys are keys.
  const keys = [other.key, ...[...other.indexes.values()].map(({ key: each }) => each)].map(
    (each) => each as Key,
  )
  const theirs = new Map(
    keys.flatMap(({ partition, sort }) => [...partition, ...sort]).map((part) => [part.name, part]),
  )
  const own = (part: KeyPart): KeyText | 'absent' => {
    const made = theirs.get(part.name)
    if (made !== undefined) return textOf(made)
    return other.keyTypeOf?.(part.name) === undefined ? 'absent' : undefined
  }
  const mayBe = (part: KeyPart, check: (mine: KeyText, text: KeyText) => boolean): boolean => {
    const text = own(part)
    return text !== 'absent' && check(textOf(part), text)
  }
  return (
    key.partition.every((part) => mayBe(part, mayBeSame)) &&
    key.sort.every((part) => mayBe(part, (mine, text) => mayBegin(mine, known, text)))
  )
}

const mayBegin = (mine: KeyText, known: number, text: KeyText): boolean =>
  mine !== undefined && known === mine.pieces.length
    ? mayBeSame(mine, text)
    : mayBeginAlike(mine, known, text)

function textOf({ template }: KeyPart): KeyText {
  return template !== undefined && 'slots' in template ? template : undefined
}
