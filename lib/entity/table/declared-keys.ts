// The keys and indexes that a table declares, checked once and in one form.
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { utf8Length } from '../../util/bytes.js'
import { type KeyType, repeatedName } from './attribute-lookup.js'
import type {
  DeclaredAttribute,
  DeclaredIndex,
  IndexProjection,
  Separators,
  TableOptions,
  VectorDistance,
} from './table-options.js'

/** A key attribute that a table declares. */
export interface DeclaredPart {
  readonly name: string
  /** The data type; `undefined` for a plain attribute of the entities whose type is left to them. */
  readonly type: KeyType | undefined
}

/** An index that a table declares. */
export interface DeclaredIndexKeys {
  readonly label: string
  /** The name in DynamoDB. */
  readonly name: string
  readonly local: boolean
  /** Of a local index, the partition key of the table. */
  readonly partition: readonly DeclaredPart[]
  readonly sort: readonly DeclaredPart[]
  readonly projection: IndexProjection
}

/** A vector index that a table declares: stored names throughout. Its dimensions are those of the entities' vectors. */
export interface DeclaredVectorIndex {
  readonly label: string
  readonly name: string
  readonly attribute: string
  readonly distance: VectorDistance
  readonly partition: string | undefined
  readonly filter: readonly string[]
  readonly projection: IndexProjection
}

/** What a table declares of its keys. */
export interface DeclaredKeys {
  readonly partition: readonly DeclaredPart[]
  readonly sort: readonly DeclaredPart[]
  readonly indexes: ReadonlyMap<string, DeclaredIndexKeys>
  readonly vectors: ReadonlyMap<string, DeclaredVectorIndex>
  readonly separators: Separators
  /** The stored names of all key attributes, of the table and its indexes. */
  readonly names: ReadonlySet<string>
}

/** Index names ("Naming rules and data types"). */
const resourceName = /^[A-Za-z0-9_.-]{3,255}$/
const maxPartsPerSide = 4
/** DynamoDB's limit for the names of key attributes ("Attribute names"). */
const maxKeyNameBytes = 255

/**
 * The keys that the options of a table declare; `undefined` if they declare none.
 * @throws EntityDefinitionError for keys and indexes that DynamoDB cannot have.
 */
export function declaredKeys(options: TableOptions): DeclaredKeys | undefined {
  const { key, indexes = {}, separators = 'escape' } = options
  if (key === undefined) {
    for (const name of ['indexes', 'separators'] as const)
      if (options[name] !== undefined)
        throw tableRefusal(
          `\`${name}\` needs a \`key\`: without one, the keys and indexes are those of the entities`,
        )
    return undefined
  }
  if (key.partition === undefined) throw tableRefusal('`key` needs a `partition`')
  const partition = partsOf(key.partition, 'key.partition')
  const sort = partsOf(key.sort, 'key.sort')
  const [first] = partition
  if (sort.some(({ name }) => name === first?.name))
    throw tableRefusal(`the partition key and the sort key are both '${first?.name}'`)
  const declared = new Map<string, DeclaredIndexKeys>()
  const vectors = new Map<string, DeclaredVectorIndex>()
  for (const [label, index] of Object.entries(indexes)) {
    const others = [...declared.values(), ...vectors.values()]
    checkName(label, index, others)
    if (index.vector !== undefined) vectors.set(label, vectorIndexOf(label, index))
    else declared.set(label, indexOf(label, index, { partition, sort }, [...declared.values()]))
  }
  const all = [
    ...partition,
    ...sort,
    ...[...declared.values()].flatMap((index) => [...index.partition, ...index.sort]),
  ]
  refuseTypes(all)
  return Object.freeze({
    partition,
    sort,
    indexes: declared,
    vectors,
    separators,
    names: new Set(all.map(({ name }) => name)),
  })
}

function indexOf(
  label: string,
  { local = false, name = label, partition, sort, projection = 'all' }: DeclaredIndex,
  primary: Pick<DeclaredKeys, 'partition' | 'sort'>,
  others: readonly DeclaredIndexKeys[],
): DeclaredIndexKeys {
  const place = `indexes.${label}`
  if (local && primary.sort.length === 0)
    throw tableRefusal(`${place}: a local index needs a table with a sort key`)
  if (local && partition !== undefined)
    throw tableRefusal(`${place}: a local index has the table's partition key, and cannot have its own`)
  if (local && (sort === undefined || Array.isArray(sort)))
    throw tableRefusal(`${place}: a local index needs one sort key`)
  if (!local && partition === undefined) throw tableRefusal(`${place} needs a \`partition\` (or local: true)`)
  if (others.filter((other) => other.local).length === maxLocalIndexes && local)
    throw tableRefusal(`a table has at most ${maxLocalIndexes} local indexes`)
  const key = {
    partition: local ? primary.partition : partsOf(partition, `${place}.partition`),
    sort: partsOf(sort, `${place}.sort`),
  }
  const twice = repeatedName([...key.partition, ...key.sort])
  if (twice !== undefined) throw tableRefusal(`${place}: '${twice}' is in the key twice`)
  return Object.freeze({
    label,
    name,
    local,
    ...key,
    projection: typeof projection === 'string' ? projection : Object.freeze([...projection]),
  })
}

function checkName(
  label: string,
  { name = label, vector, distance, filter }: DeclaredIndex,
  others: readonly { readonly name: string }[],
): void {
  const place = `indexes.${label}`
  if (!resourceName.test(name))
    throw tableRefusal(
      `${place}: '${name}' is not a valid index name; it must have 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.' (give it a \`name\`)`,
    )
  if (others.some((other) => other.name === name))
    throw tableRefusal(`two indexes are called '${name}' in DynamoDB`)
  if (vector === undefined && (distance !== undefined || filter !== undefined))
    throw tableRefusal(
      `${place}: \`distance\` and \`filter\` belong to vector indexes, and need a \`vector\``,
    )
}

function vectorIndexOf(
  label: string,
  {
    name = label,
    vector = '',
    distance,
    partition,
    sort,
    local,
    filter = [],
    projection = 'all',
  }: DeclaredIndex,
): DeclaredVectorIndex {
  const place = `indexes.${label}`
  if (sort !== undefined || local !== undefined)
    throw tableRefusal(`${place}: a vector index has neither \`sort\` nor \`local\``)
  if (partition !== undefined && typeof partition !== 'string')
    throw tableRefusal(
      `${place}.partition: a vector index is partitioned by one attribute, by its stored name`,
    )
  if (distance === undefined)
    throw tableRefusal(`${place} needs a \`distance\`: 'cosine', 'euclidean' or 'dotProduct'`)
  return Object.freeze({ label, name, attribute: vector, distance, partition, filter, projection })
}

/** DynamoDB's limit of local secondary indexes on a table ("Service quotas"). */
const maxLocalIndexes = 5

function partsOf(
  side: DeclaredAttribute | readonly DeclaredAttribute[] | undefined,
  place: string,
): readonly DeclaredPart[] {
  // Of plain attributes, entities know the types.
  const plain = Array.isArray(side)
  const list: readonly DeclaredAttribute[] =
    side === undefined ? [] : plain ? side : [side as DeclaredAttribute]
  if (list.length > maxPartsPerSide)
    throw tableRefusal(`${place} names ${list.length} attributes, but it can have at most ${maxPartsPerSide}`)
  return Object.freeze(
    list.map((each) => {
      const { name, type }: { readonly name: string; readonly type?: KeyType } =
        typeof each === 'string' ? { name: each } : each
      if (utf8Length(name) > maxKeyNameBytes)
        throw tableRefusal(`${place}: the name of a key attribute can have at most ${maxKeyNameBytes} bytes`)
      return Object.freeze({ name, type })
    }),
  )
}

function refuseTypes(parts: readonly DeclaredPart[]): void {
  const types = new Map<string, KeyType>()
  for (const { name, type } of parts) {
    if (type === undefined) continue
    const known = types.get(name)
    if (known !== undefined && known !== type)
      throw tableRefusal(`the key attribute '${name}' is declared as ${known} and as ${type}`)
    types.set(name, type)
  }
}

/** The error for options of a Table that cannot be. */
export function tableRefusal(detail: string): EntityDefinitionError {
  return new EntityDefinitionError({ detail: `Table: ${detail}` })
}
