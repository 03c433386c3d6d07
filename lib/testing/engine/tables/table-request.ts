// Types of CreateTable and UpdateTable requests, whose shapes have been checked.
import type {
  AttributeDefinition,
  DistanceFunction,
  KeyElement,
  Projection,
  SearchSchemaElement,
  Throughput,
} from '../storage/table-definition.js'

/** A global index to be created. */
export interface GlobalIndexRequest {
  readonly IndexName: string
  readonly KeySchema: readonly KeyElement[]
  readonly Projection: Partial<Projection>
  readonly ProvisionedThroughput?: Throughput
  readonly OnDemandThroughput?: object
  readonly WarmThroughput?: object
}

/** A local index to be created. */
export type LocalIndexRequest = Pick<GlobalIndexRequest, 'IndexName' | 'KeySchema' | 'Projection'>

/** A vector index to be created. */
export interface VectorIndexRequest {
  readonly IndexName: string
  readonly VectorAttribute: { readonly AttributeName: string }
  readonly Dimensions: number
  readonly DistanceFunction: DistanceFunction
  readonly SearchSchema?: readonly SearchSchemaElement[]
  readonly Projection: Partial<Projection>
}

/** A vector index to be created or deleted. */
export interface VectorIndexUpdate {
  readonly Create?: VectorIndexRequest
  readonly Delete?: { readonly IndexName: string }
}

/** A stream to be switched on or off. */
export interface StreamRequest {
  readonly StreamEnabled: boolean
  readonly StreamViewType?: 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY'
}

interface SettingsRequest {
  readonly TableName: string
  readonly BillingMode?: 'PROVISIONED' | 'PAY_PER_REQUEST'
  readonly ProvisionedThroughput?: Throughput
  readonly StreamSpecification?: StreamRequest
  readonly SSESpecification?: {
    readonly Enabled?: boolean
    readonly SSEType?: string
    readonly KMSMasterKeyId?: string
  }
  readonly TableClass?: string
  readonly DeletionProtectionEnabled?: boolean
  readonly OnDemandThroughput?: object
  readonly WarmThroughput?: object
}

export interface CreateTableRequest extends SettingsRequest {
  readonly AttributeDefinitions: readonly AttributeDefinition[]
  readonly KeySchema: readonly KeyElement[]
  readonly LocalSecondaryIndexes?: readonly LocalIndexRequest[]
  readonly GlobalSecondaryIndexes?: readonly GlobalIndexRequest[]
  readonly VectorIndexes?: readonly VectorIndexRequest[]
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[]
}

/** One change of a global index. */
export interface GlobalIndexUpdate {
  readonly Create?: GlobalIndexRequest
  readonly Update?: Pick<
    GlobalIndexRequest,
    'IndexName' | 'ProvisionedThroughput' | 'OnDemandThroughput' | 'WarmThroughput'
  >
  readonly Delete?: { readonly IndexName: string }
}

export interface UpdateTableRequest extends SettingsRequest {
  readonly AttributeDefinitions?: readonly AttributeDefinition[]
  readonly GlobalSecondaryIndexUpdates?: readonly GlobalIndexUpdate[]
  readonly VectorIndexUpdates?: readonly VectorIndexUpdate[]
}
