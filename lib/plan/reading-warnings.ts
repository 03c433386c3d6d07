// What a plan's reading does that one may not expect.
import type { EntityModel } from '../entity/model.js'
import type { QueryWishes, Source } from './source/plan.js'
import type { Reading } from './source/reading.js'
import { listed, propertyOf, sourceText } from './source/source.js'

/** What a reading does that one may not expect, a sentence each. */
export function readingWarnings(
  model: EntityModel,
  source: Source,
  reading: Reading,
  wishes: QueryWishes,
): string[] {
  const { held, sparse, fetched } = reading
  const where = sourceText(source)
  const warnings: string[] = []
  if (sparse.length > 0)
    warnings.push(
      `items without ${listed(sparse.map(({ property }) => property))} are not in ${where}, and will not be found`,
    )
  if (fetched.length > 0)
    warnings.push(
      `${where} does not hold ${listed(fetched)}: DynamoDB reads each item from the table too, and charges for both`,
    )
  if (held === undefined) return warnings
  if (wishes.full)
    warnings.push(`${where} holds a part of each item: full() reads each one again from the table`)
  else if (wishes.select.length === 0)
    warnings.push(
      `${where} holds a part of each item: ${listed([...held].map((name) => propertyOf(model, name)))}`,
    )
  return warnings
}
