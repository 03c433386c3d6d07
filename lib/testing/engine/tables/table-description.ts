// Describes a table as DescribeTable does.
import { projectedBytes } from '../storage/index-views.js'
import type {
  GlobalIndexDefinition,
  IndexDefinition,
  TableDefinition,
  Throughput,
} from '../storage/table-definition.js'
import type { TableState } from '../storage/table-state.js'
import type { WireObject } from '../values/wire.js'
import { tableArn } from './table-names.js'
import { describeVectorIndexes } from './vector-rules.js'

/** Describes a table as it is at a time of the engine's clock. */
export function describeTable(state: TableState, time: number): WireObject {
  const { definition } = state
  const { transition } = definition
  const status = transition !== undefined && time < transition.until ? transition.status : 'ACTIVE'
  const onDemand = definition.billingMode === 'PAY_PER_REQUEST'
  return {
    AttributeDefinitions: definition.attributes,
    TableName: definition.name,
    KeySchema: definition.key,
    TableStatus: status,
    CreationDateTime: definition.created,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...definition.throughput },
    TableSizeBytes: state.bytes,
    ItemCount: state.items.size,
    TableArn: tableArn(definition.name),
    TableId: definition.id,
    ...(definition.onDemandSince !== undefined && {
      BillingModeSummary: {
        BillingMode: definition.billingMode,
        ...(status !== 'CREATING' && { LastUpdateToPayPerRequestDateTime: definition.onDemandSince }),
      },
    }),
    ...(definition.localIndexes.length > 0 && {
      LocalSecondaryIndexes: definition.localIndexes.map((index) => describeIndex(state, index)),
    }),
    ...(definition.globalIndexes.length > 0 && {
      GlobalSecondaryIndexes: definition.globalIndexes.map((index) =>
        describeGlobalIndex(state, index, status, time),
      ),
    }),
    ...(definition.vectorIndexes.length > 0 && {
      VectorIndexes: describeVectorIndexes(state, status, time),
    }),
    ...streamDescription(definition),
    ...(definition.encryption !== undefined && { SSEDescription: definition.encryption }),
    ...(definition.tableClass !== undefined && { TableClassSummary: { TableClass: definition.tableClass } }),
    DeletionProtectionEnabled: definition.deletionProtection,
    ...(definition.onDemand !== undefined && { OnDemandThroughput: definition.onDemand }),
    WarmThroughput: warmth(definition, onDemand, status),
  }
}

/** The ARN of a stream. */
export function streamArn(table: string, label: string): string {
  return `${tableArn(table)}/stream/${label}`
}

function streamDescription({ name, stream, lastStream }: TableDefinition): WireObject {
  const latest = stream ?? lastStream
  return {
    ...(stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
    }),
    ...(latest !== undefined && {
      LatestStreamLabel: latest.label,
      LatestStreamArn: streamArn(name, latest.label),
    }),
  }
}

function describeIndex(state: TableState, { name, key, projection }: IndexDefinition): WireObject {
  const { bytes, count } = measured(state, name)
  return {
    IndexName: name,
    KeySchema: key,
    Projection: projection,
    IndexSizeBytes: bytes,
    ItemCount: count,
    IndexArn: `${tableArn(state.definition.name)}/index/${name}`,
  }
}

function describeGlobalIndex(
  state: TableState,
  index: GlobalIndexDefinition,
  tableStatus: string,
  time: number,
): WireObject {
  const { transition } = index
  const own = transition !== undefined && time < transition.until ? transition.status : 'ACTIVE'
  const status = tableStatus === 'CREATING' ? 'CREATING' : own
  return {
    ...describeIndex(state, index),
    IndexStatus: status,
    ...(own === 'CREATING' && { Backfilling: false }),
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...index.throughput },
    ...(index.onDemand !== undefined && { OnDemandThroughput: index.onDemand }),
    WarmThroughput: warmth(index, state.definition.billingMode === 'PAY_PER_REQUEST', status),
  }
}

// "Default warm throughput" of a table on demand: 12,000 read and 4,000 write units a second.
function warmth(
  of: { readonly warm?: object; readonly throughput: Throughput },
  onDemand: boolean,
  Status: string,
): WireObject {
  const { ReadCapacityUnits, WriteCapacityUnits } = of.throughput
  return {
    ReadUnitsPerSecond: onDemand ? 12_000 : ReadCapacityUnits,
    WriteUnitsPerSecond: onDemand ? 4_000 : WriteCapacityUnits,
    ...of.warm,
    Status,
  }
}

function measured(state: TableState, index: string): { bytes: number; count: number } {
  const tree = state.indexes.get(index)
  const projected = state.schema.indexes.find(({ name }) => name === index)?.projected
  let bytes = 0
  tree?.ascend(undefined, (stored) => {
    bytes += projectedBytes(stored, projected)
    return true
  })
  return { bytes, count: tree?.size ?? 0 }
}
