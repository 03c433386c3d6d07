// The condition that an item is of the current version of its schema.
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { isVersioned } from '../../entity/versions/schema-versions.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { Condition } from '../../expression/condition/condition.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { remembered } from '../../util/remembered.js'

const none: readonly Condition[] = Object.freeze([])

/**
 * The condition that an item is of the current version of its entity. Empty if there are no versions.
 * @throws UnsupportedOperationError for a union whose members have different versions, if no attribute tells them
 * apart.
 */
export const currentVersion = remembered((model: EntityModel): readonly Condition[] => {
  if (!isVersioned(model)) return none
  const texts = new Set(model.members.map((member) => JSON.stringify(versionNode(member))))
  const [first] = model.members
  const same = texts.size === 1 && first !== undefined ? versionNode(first) : undefined
  return [new Condition(model.name, same ?? nodeByMember(model))]
})

/** The condition that an item is of the current version, or absent. Empty if the entity has no versions. */
export const currentOrAbsent = remembered((model: EntityModel): readonly Condition[] => {
  const [current] = currentVersion(model)
  const [part] = model.key.partition
  if (current === undefined || part === undefined) return none
  return [new Condition(model.name, anyOf([absent(part.name), current.node]))]
})

function versionNode({ versions }: EntityModel): ConditionNode | undefined {
  if (versions === undefined) return undefined
  const { name, current } = versions
  const equal = comparison(name, [{ N: String(current) }])
  return current === 1 ? anyOf([absent(name), equal]) : equal
}

// In a union, each member has its own current version.
function nodeByMember(model: EntityModel): ConditionNode {
  return anyOf(
    model.members.map((member) => {
      const version = versionNode(member)
      const mark = markNode(model, member)
      return version === undefined ? mark : { kind: 'and', conditions: [mark, version] }
    }),
  )
}

function markNode({ discriminator, name: entity }: EntityModel, member: EntityModel): ConditionNode {
  const step = discriminator?.property === undefined ? undefined : member.codec.at(discriminator.property)
  const values = [...(step?.codec.only ?? [])].flatMap((value) => step?.codec.encode(value) ?? [])
  if (step !== undefined && values.length > 0) return comparison(String(step.name), values)
  const { kind } = member
  if (kind !== undefined)
    return comparison(
      kind.name,
      kind.values.map((S) => ({ S })),
    )
  throw new UnsupportedOperationError({
    entity,
    detail:
      'its members are of different versions of their schemas, and no attribute tells them apart: use the repository of the member',
  })
}

function comparison(name: string, values: readonly AttributeValue[]): ConditionNode {
  const left = pathOf(name)
  return anyOf(
    values.map((value) => ({
      kind: 'comparison',
      operator: 'eq',
      left,
      operands: [{ kind: 'value', value }],
    })),
  )
}

function absent(name: string): ConditionNode {
  return { kind: 'comparison', operator: 'notExists', left: pathOf(name), operands: [] }
}

function anyOf(nodes: readonly ConditionNode[]): ConditionNode {
  const conditions = nodes.flatMap((node) => (node.kind === 'or' ? node.conditions : [node]))
  const [first] = conditions
  return conditions.length === 1 && first !== undefined ? first : { kind: 'or', conditions }
}

const pathOf = (name: string) =>
  Object.freeze({ kind: 'path' as const, text: name, names: Object.freeze([name]) })
