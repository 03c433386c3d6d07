// Immutable definition of a table, as created by CreateTable and UpdateTable.

/** `AttributeName` and `KeyType` of one attribute of a key. */
export interface KeyElement {
  readonly AttributeName: string
  readonly KeyType: 'HASH' | 'RANGE'
}

/** `AttributeName` and `AttributeType` of an attribute that a key has. */
export interface AttributeDefinition {
  readonly AttributeName: string
  readonly AttributeType: 'S' | 'N' | 'B'
}

/** Which attributes an index holds. */
export interface Projection {
  readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'
  readonly NonKeyAttributes?: readonly string[]
}

/** Units of provisioned capacity; zeros if the table is on demand. */
export interface Throughput {
  readonly ReadCapacityUnits: number
  readonly WriteCapacityUnits: number
}

/** A state that passes with time. */
export interface Transition {
  readonly status: 'CREATING' | 'UPDATING' | 'DELETING'
  /** The time of the engine's clock at which it is over. */
  readonly until: number
}

/** An index, as it was defined. */
export interface IndexDefinition {
  readonly name: string
  readonly key: readonly KeyElement[]
  readonly projection: Projection
}

/** A global index, as it was defined. */
export interface GlobalIndexDefinition extends IndexDefinition {
  readonly throughput: Throughput
  readonly onDemand?: object
  readonly warm?: object
  readonly transition?: Transition
}

/** The role of an attribute in the search schema of a vector index. */
export interface SearchSchemaElement {
  readonly AttributeName: string
  readonly SearchSchemaElementType: 'HASH' | 'INLINE_FILTER'
}

/** How the vectors of an index are compared. */
export type DistanceFunction = 'COSINE' | 'EUCLIDEAN' | 'DOT_PRODUCT'

/** A vector index, as it was defined. */
export interface VectorIndexDefinition {
  readonly name: string
  /** The name of the attribute with the vectors. */
  readonly attribute: string
  readonly dimensions: number
  readonly distance: DistanceFunction
  readonly searchSchema: readonly SearchSchemaElement[]
  readonly projection: Projection
  readonly transition?: Transition
}

/** The stream of a table; `label` is the time at which it was switched on. */
export interface StreamDefinition {
  readonly viewType: 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY'
  readonly label: string
}

/** Everything about a table but its items. */
export interface TableDefinition {
  readonly name: string
  readonly id: string
  /** Seconds since 1970. */
  readonly created: number
  readonly attributes: readonly AttributeDefinition[]
  readonly key: readonly KeyElement[]
  readonly localIndexes: readonly IndexDefinition[]
  readonly globalIndexes: readonly GlobalIndexDefinition[]
  readonly vectorIndexes: readonly VectorIndexDefinition[]
  readonly billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST'
  /** When the table was last switched to on-demand mode, in seconds. */
  readonly onDemandSince?: number
  readonly throughput: Throughput
  readonly onDemand?: object
  readonly warm?: object
  readonly stream?: StreamDefinition
  /** The last stream, if it is switched off. */
  readonly lastStream?: StreamDefinition
  readonly encryption?: object
  readonly tableClass?: string
  readonly deletionProtection: boolean
  readonly tags: ReadonlyMap<string, string>
  /** The attribute of time to live, if it is enabled. */
  readonly timeToLive?: string
  readonly transition?: Transition
}
