// Entries that updates add to or remove from lists and Maps of limited size, counted together.
import { pathText } from '../../errors/failures.js'
import type { UpdateClause } from '../function/update-functions.js'
import type { PathOperand } from '../path/operand.js'
import { allTests, anyTest, type ItemTest, rangeTest } from './item-test.js'
import { absent, boundWords, type Growth, type Need, presenceTest } from './update-need.js'
import type { UpdatePlace } from './update-place.js'

/**
 * Returns the effect of a change of an entry on the size of its container, if the struct limits that size: an index
 * past the end of a list appends, and a set that loses its last member is removed.
 */
export function growthOf(place: UpdatePlace, clause: UpdateClause): Growth | undefined {
  const { parent, steps, names, operand } = place.path
  const range = parent.limits?.size
  if (range === undefined || steps.length < 2) return undefined
  const grows = clause === 'SET' || clause === 'ADD'
  const bound = grows ? range.high : range.low
  if (bound === undefined) return undefined
  const text = pathText(steps.slice(0, -1))
  const container: PathOperand = Object.freeze({
    kind: 'path',
    text,
    names: Object.freeze(names.slice(0, -1)),
  })
  const words = boundWords(text, range, typeof steps.at(-1) === 'number' ? 'elements' : 'members')
  return Object.freeze({ container, element: operand, grows, bound, words })
}

/** Returns everything that must be true of the item so that the changes of one update leave it readable. */
export function updateNeeds(changes: readonly Bound[]): readonly Need[] {
  let needs: readonly Need[] = none
  let growths: readonly Growth[] = []
  for (const change of changes) {
    if (change.needs !== undefined) needs = [...needs, ...change.needs]
    if (change.growth !== undefined) growths = [...growths, change.growth]
  }
  return growths.length === 0 ? needs : [...needs, ...growthNeeds(growths)]
}

/** A change, with what it requires of the current item. */
interface Bound {
  readonly needs?: readonly Need[]
  readonly growth?: Growth
}

const none: readonly Need[] = Object.freeze([])

function growthNeeds(growths: readonly Growth[]): readonly Need[] {
  const groups = new Map<string, Growth[]>()
  for (const growth of growths) {
    const name = `${growth.grows} ${growth.container.text}`
    groups.set(name, [...(groups.get(name) ?? []), growth])
  }
  return [...groups.values()].flatMap((group): readonly Need[] => {
    const [first] = group
    const test = first === undefined ? true : growthTest(first, group)
    return first === undefined || typeof test === 'boolean'
      ? []
      : [Object.freeze({ path: first.container.text, words: first.words, node: test })]
  })
}

// An absent container is created as a whole elsewhere, or DynamoDB rejects the path.
function growthTest({ container, grows, bound }: Growth, group: readonly Growth[]): ItemTest {
  const elements = group.map(({ element }) => element)
  const { length } = group
  if (!grows)
    return anyTest(
      absent(container),
      rangeTest(container, String(bound + length), undefined, true),
      allTests(...elements.map(absent)),
    )
  return anyTest(
    absent(container),
    bound >= length && rangeTest(container, undefined, String(bound - length), true),
    allTests(...elements.map(presenceTest)),
  )
}
