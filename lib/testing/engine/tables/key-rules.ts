// DynamoDB's rules for keys and projections of tables and indexes.
import type { AttributeDefinition, KeyElement, Projection } from '../storage/table-definition.js'
import { invalid } from '../values/service-failure.js'
import type { GlobalIndexRequest, LocalIndexRequest } from './table-request.js'

const prefix = 'One or more parameter values were invalid: '

/** "Up to four attributes for the partition key and up to four for the sort key" of a global index. */
const mostPerSide = 4

/** Refuses a key of attributes that are not defined, or in another order than partition key, sort key. */
export function checkKeyElements(
  key: readonly KeyElement[],
  attributes: readonly AttributeDefinition[],
  most = 1,
): void {
  const names = key.map(({ AttributeName }) => AttributeName)
  const defined = attributes.map(({ AttributeName }) => AttributeName)
  if (names.some((name) => !defined.includes(name)))
    throw invalid(
      `${prefix}Some index key attributes are not defined in AttributeDefinitions. Keys: [${names.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    )
  if (new Set(names).size < names.length)
    throw invalid(
      most === 1
        ? 'Both the Hash Key and the Range Key element in the KeySchema have the same name'
        : `Invalid KeySchema: An attribute can appear only once. KeySchema: [${names.join(', ')}]`,
    )
  if (key[0]?.KeyType !== 'HASH')
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type')
  if (most === 1 && key[1] !== undefined && key[1].KeyType !== 'RANGE')
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type')
  checkSides(key, most)
}

// Multi-attribute keys: all HASH elements, then all RANGE elements.
function checkSides(key: readonly KeyElement[], most: number): void {
  const hash = key.filter(({ KeyType }) => KeyType === 'HASH').length
  if (key.slice(hash).some(({ KeyType }) => KeyType !== 'RANGE'))
    throw invalid('Invalid KeySchema: All HASH key elements must come before RANGE key elements')
  for (const [type, count] of [
    ['HASH', hash],
    ['RANGE', key.length - hash],
  ] as const)
    if (count > most)
      throw invalid(`Invalid KeySchema: The number of ${type} key elements exceeds the limit of ${most}`)
}

/** Refuses names of attributes that are longer than 255 bytes, as keys may not have them. */
export function checkAttributeNames(attributes: readonly AttributeDefinition[]): void {
  for (const [at, { AttributeName: name }] of attributes.entries())
    if (Buffer.byteLength(name) > 255)
      throw invalid(
        `1 validation error detected: Value '${name}' at 'attributeDefinitions.${at + 1}.member.attributeName' failed to satisfy constraint: Member must have length less than or equal to 255`,
      )
}

/** Refuses a projection that is not whole. */
export function checkProjection({
  ProjectionType: type,
  NonKeyAttributes: names,
}: Partial<Projection>): void {
  if (type === undefined) throw invalid(`${prefix}Unknown ProjectionType: null`)
  if (names !== undefined && type !== 'INCLUDE')
    throw invalid(`${prefix}ProjectionType is ${type}, but NonKeyAttributes is specified`)
  if (names === undefined && type === 'INCLUDE')
    throw invalid(`${prefix}ProjectionType is INCLUDE, but NonKeyAttributes is not specified`)
  if (names !== undefined && new Set(names).size < names.length)
    throw invalid(`${prefix}Cannot have two attributes with the same name`)
}

/** Refuses local indexes that do not belong to the table's partition key. */
export function checkLocalIndexes(
  indexes: readonly LocalIndexRequest[],
  table: readonly KeyElement[],
  attributes: readonly AttributeDefinition[],
): void {
  if (indexes.length === 0) throw invalid(`${prefix}List of LocalSecondaryIndexes is empty`)
  if (table.length < 2)
    throw invalid(
      `${prefix}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    )
  const hash = table[0]?.AttributeName
  for (const { IndexName: name, KeySchema: key, Projection } of indexes) {
    checkKeyElements(key, attributes)
    if (key.length < 2) throw invalid(`${prefix}Index KeySchema does not have a range key for index: ${name}`)
    if (key[0]?.AttributeName !== hash)
      throw invalid(
        `${prefix}Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${key[0]?.AttributeName}, table hash key: ${hash}`,
      )
    checkProjection(Projection)
  }
  refuseDuplicates(indexes)
  if (indexes.length > 5)
    throw invalid(`${prefix}Number of LocalSecondaryIndexes exceeds per-table limit of 5`)
}

/** Refuses global indexes that are not whole. */
export function checkGlobalIndexes(
  indexes: readonly GlobalIndexRequest[],
  attributes: readonly AttributeDefinition[],
  onDemand: boolean,
): void {
  if (indexes.length === 0) throw invalid(`${prefix}List of GlobalSecondaryIndexes is empty`)
  for (const index of indexes) checkGlobalIndex(index, attributes, onDemand)
  if (indexes.length > 20)
    throw invalid(`${prefix}GlobalSecondaryIndex count exceeds the per-table limit of 20`)
}

/** Refuses a global index that is not whole. */
export function checkGlobalIndex(
  index: GlobalIndexRequest,
  attributes: readonly AttributeDefinition[],
  onDemand: boolean,
): void {
  const { IndexName: name, KeySchema: key, Projection, ProvisionedThroughput: throughput } = index
  checkKeyElements(key, attributes, mostPerSide)
  checkProjection(Projection)
  if (onDemand && throughput !== undefined)
    throw invalid(
      `${prefix}ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    )
  if (!onDemand && throughput === undefined)
    throw invalid(`${prefix}ProvisionedThroughput must be specified for index: ${name}`)
}

/** Refuses two indexes of one name. */
export function refuseDuplicates(indexes: readonly { readonly IndexName: string }[]): void {
  const names = indexes.map(({ IndexName }) => IndexName)
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined) throw invalid(`${prefix}Duplicate index name: ${twice}`)
}
