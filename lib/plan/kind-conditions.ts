// Conditions on a collection: each applies to the kinds that have what it looks at, and lets items of the others pass.
import type { EntityModel, Kind } from '../entity/model.js'
import { InvalidConditionError } from '../errors/invalid-condition-error.js'
import { isError } from '../errors/is-error.js'
import { Condition } from '../expression/condition/condition.js'
import type { Comparison, ConditionNode } from '../expression/condition/condition-node.js'
import { madeOperand } from '../expression/condition/value-operand.js'
import type { PathOperand } from '../expression/path/operand.js'
import { resolvePath } from '../expression/path/resolved-path.js'
import { pathsOf, rootName } from './condition/condition-tree.js'
import type { QuerySpec } from './source/plan.js'

/**
 * Returns the query with conditions that say to which kinds they apply; of an entity, the query itself.
 * @throws InvalidConditionError if no kind has all that a condition looks at, or if no attribute tells those that have
 * it from the others.
 */
export function separated(model: EntityModel, spec: QuerySpec): QuerySpec {
  const { discriminator } = model
  if (discriminator?.kinds === undefined) return spec
  const { kinds, names } = discriminator
  const index = spec.index === undefined ? undefined : model.indexes.get(spec.index)
  const { partition = [], sort = [] } = index?.key ?? {}
  const indexed = new Set([...partition, ...sort].map(({ name }) => name))
  const there = kinds.filter((kind) => index?.entities?.includes(kind.model.name) !== false)
  const conditions = spec.conditions.flatMap((condition) => {
    const { entity, node } = condition
    const paths = pathsOf(node)
    const having =
      entity === model.name
        ? kinds.filter((kind) => paths.every((path) => hasPath(kind, path)))
        : kinds.filter((kind) => kind.model.name === entity)
    if (having.length === 0)
      throw refusal(
        model,
        condition,
        'none of the kinds has all of its attributes: add a separate condition for each kind',
      )
    // Every item that an index contains has the attributes of its key.
    const met = there.filter((kind) => having.includes(kind))
    if (met.length === 0) return []
    if (met.length === there.length || paths.every((path) => indexed.has(rootName(path)))) return condition
    const [name] = names ?? []
    const marks = there.filter((kind) => !having.includes(kind)).flatMap((kind) => kind.marks)
    if (name === undefined || marks.length === 0)
      throw refusal(
        model,
        condition,
        'only some of the kinds have its attributes, and no attribute tells them apart',
      )
    const other: Comparison = Object.freeze({
      kind: 'comparison',
      operator: marks.length === 1 ? 'eq' : 'in',
      left: Object.freeze({ kind: 'path', text: name, names: Object.freeze([name]) }),
      operands: Object.freeze(marks.map(madeOperand)),
    })
    const either: ConditionNode = { kind: 'or', conditions: Object.freeze([other, node]) }
    return new Condition(model.name, either)
  })
  return { ...spec, conditions }
}

function hasPath({ model }: Kind, { text, names }: PathOperand): boolean {
  try {
    const found = resolvePath({ entity: model.name, codec: model.codec }, text)
    return found.names.join('\n') === names.join('\n')
  } catch (error) {
    if (isError(error, InvalidConditionError)) return false
    throw error
  }
}

function refusal({ name }: EntityModel, condition: Condition, detail: string): InvalidConditionError {
  return new InvalidConditionError({ entity: name, detail: `the condition ${condition}: ${detail}` })
}
