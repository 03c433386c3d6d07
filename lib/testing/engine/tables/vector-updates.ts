// VectorIndexUpdates: vector indexes that are added to a table or removed from it, one at a time.
import type { TableDefinition } from '../storage/table-definition.js'
import { failure, invalid } from '../values/service-failure.js'
import type { UpdateTableRequest, VectorIndexUpdate } from './table-request.js'
import { checkVectorIndexes, mostVectorIndexes, vectorIndexDefinition } from './vector-rules.js'

const prefix = 'One or more parameter values were invalid: '

/** Refuses updates that are not whole, or more than one index at a time. */
export function checkVectorUpdates({
  VectorIndexUpdates: updates = [],
  GlobalSecondaryIndexUpdates: others = [],
}: UpdateTableRequest): void {
  for (const { Create, Delete } of updates)
    if ((Create === undefined) === (Delete === undefined))
      throw invalid(`${prefix}One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be null`)
  const online = others.filter(({ Create, Delete }) => Create !== undefined || Delete !== undefined).length
  if (updates.length + online > 1 && updates.length > 0)
    throw failure(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    )
}

/** The definition with its vector indexes changed. */
export function changedVectorIndexes(
  { VectorIndexUpdates: [update] = [], AttributeDefinitions: attributes = [] }: UpdateTableRequest,
  definition: TableDefinition,
  until: number,
): TableDefinition {
  const onDemand = definition.billingMode === 'PAY_PER_REQUEST'
  if (update === undefined) return definition
  const { vectorIndexes: indexes } = definition
  if (update.Create === undefined) return { ...definition, vectorIndexes: without(definition, update) }
  const { Create } = update
  const taken = [...definition.localIndexes, ...definition.globalIndexes, ...indexes]
  if (taken.some(({ name }) => name === Create.IndexName))
    throw invalid('Attempting to create an index which already exists')
  // As for global indexes, the definitions of this request count, not those that the table has.
  checkVectorIndexes([Create], attributes, onDemand, indexes)
  const attribute = Create.VectorAttribute.AttributeName
  if (definition.attributes.some(({ AttributeName }) => AttributeName === attribute))
    throw invalid(
      `${prefix}Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. Attribute: ${attribute}`,
    )
  if (indexes.length >= mostVectorIndexes)
    throw failure(
      'LimitExceededException',
      `Subscriber limit exceeded: Number of vector secondary indexes exceeds per-table limit of ${mostVectorIndexes}`,
    )
  const created = { ...vectorIndexDefinition(Create), transition: { status: 'CREATING', until } as const }
  return { ...definition, vectorIndexes: [...indexes, created] }
}

function without(
  { vectorIndexes }: TableDefinition,
  { Delete }: VectorIndexUpdate,
): TableDefinition['vectorIndexes'] {
  const left = vectorIndexes.filter(({ name }) => name !== Delete?.IndexName)
  if (left.length === vectorIndexes.length)
    throw failure('ResourceNotFoundException', 'Requested resource not found')
  return left
}
