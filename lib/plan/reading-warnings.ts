// Warnings about what a plan reads that users may not expect.
import type { EntityModel } from '../entity/model.js'
import type { Condition } from '../expression/condition/condition.js'
import { pathsOf, rootName } from './condition/condition-tree.js'
import type { QuerySpec, Source } from './source/plan.js'
import { itemsLeftOut, type Reading } from './source/reading.js'
import { propertyOf, quotedList, sourceText, storedNames } from './source/source.js'
import { versionWarnings } from './source/version-warnings.js'

/** Returns warnings about what users may not expect of a reading, one sentence each. */
export function readingWarnings(
  model: EntityModel,
  source: Source,
  reading: Reading,
  spec: QuerySpec,
): string[] {
  const { projected, fetched } = reading
  const where = sourceText(source)
  const warnings: string[] = versionWarnings(model, spec)
  if (reading.sparse.length > 0)
    warnings.push(`${itemsLeftOut(reading)} are not in ${where}, and will not be found`)
  if (source.chosen === true) warnings.push(`${where} contains only the items for which its \`when\` is true`)
  if (source.entities !== undefined)
    warnings.push(`${where} contains only items of ${quotedList(source.entities)}`)
  if (fetched.length > 0)
    warnings.push(
      `${where} does not contain ${quotedList(fetched)}: DynamoDB also reads each item from the table, and charges for both`,
    )
  if (projected === undefined) return warnings
  if (spec.full)
    warnings.push(`${where} contains only part of each item: full() reads each one again from the table`)
  else if (spec.select.length === 0)
    warnings.push(
      `${where} contains only part of each item: ${quotedList([...projected].map((name) => propertyOf(model, name)))}`,
    )
  return warnings
}

/** Says that a condition needs attributes that a source has in its keys alone; it may look at others of it, too. */
export function sieveText(model: EntityModel, source: Source, condition: Condition, charged: string): string {
  const stored = storedNames(model, source)
  const inKeys = pathsOf(condition.node).every((path) => stored?.has(rootName(path)) === false)
  const from = inKeys ? 'keys' : 'keys and attributes'
  return `${condition} is checked by this library, from the ${from} that ${sourceText(source)} contains: ${charged}`
}
