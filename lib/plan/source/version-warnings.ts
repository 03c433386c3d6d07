// Warnings about conditions on items of older versions of a schema.
import { invalid } from '../../entity/codec/codec.js'
import type { EntityModel } from '../../entity/model.js'
import { pathsOf, rootName } from '../condition/condition-tree.js'
import type { QuerySpec } from './plan.js'
import { quotedList } from './source.js'

/** Warnings about conditions on what older items hold in another form: they compare what is stored. */
export function versionWarnings({ members }: EntityModel, { conditions }: QuerySpec): string[] {
  const names = new Set(conditions.flatMap(({ node }) => pathsOf(node).map(rootName)))
  const changed = members.flatMap((member) => [...names].flatMap((name) => changedIn(member, name) ?? []))
  if (changed.length === 0) return []
  return [
    `items of older versions hold ${quotedList([...new Set(changed)])} in another form or not at all, and conditions compare what is stored: run backfill() first`,
  ]
}

// The property with a stored name, if an upgrade may change it.
function changedIn(member: EntityModel, name: string): string | undefined {
  const { versions, codec } = member
  const property = member.propertyOf(name)
  const own = property === undefined ? undefined : codec.at(property)?.codec
  if (versions === undefined || own === undefined) return undefined
  if (member.key.attributes.some((attribute) => attribute.name === name)) return undefined
  const known = versions.steps.map((step) =>
    step.properties.map((each) => step.codec.at(each)).find((each) => each?.name === name),
  )
  const required = own.decode(undefined, []) === invalid
  const differs = known.some((step) =>
    step === undefined
      ? required || known.some((other) => other !== undefined)
      : step.codec.form !== own.form || step.codec.types.join() !== own.types.join(),
  )
  return differs ? property : undefined
}
