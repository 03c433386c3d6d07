// The tables that an embedded engine has from the start: those of entities, or the inputs of CreateTable.
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../entity/model.js'
import { createTableInput } from '../entity/table-definition.js'
import { kind } from '../errors/option-kinds.js'
import type { Engine } from './engine/engine.js'

/** A table for a test: that of an entity, or the input of CreateTable. */
export type LocalTable = EntityModel | CreateTableCommandInput

/** What the option `tables` accepts. */
export const aTable = kind<LocalTable>(
  'an entity, or the input of CreateTable',
  (value) => typeof value === 'object' && value !== null && ('attributes' in value || 'TableName' in value),
)

/** The view types of streams. */
export type LocalStreamView = 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY'

/**
 * Creates a table. Entities that share one create it once, and each adds the indexes that it lacks. With a view type,
 * it has a stream.
 */
export function createLocalTable({ run, context }: Engine, table: LocalTable, view?: LocalStreamView): void {
  const ttl = 'TableName' in table ? undefined : table.managed.ttl
  const input = 'TableName' in table ? table : createTableInput(table)
  const TableName = String(input.TableName)
  const plain = JSON.parse(JSON.stringify(input))
  const known = context.database.table(TableName)?.definition
  if (view !== undefined) plain.StreamSpecification ??= { StreamEnabled: true, StreamViewType: view }
  if (known === undefined) run('CreateTable', plain)
  const names = known && [...known.globalIndexes, ...known.vectorIndexes].map(({ name }) => name)
  for (const Create of plain.GlobalSecondaryIndexes ?? [])
    if (names?.includes(Create.IndexName) === false)
      run('UpdateTable', {
        TableName,
        AttributeDefinitions: plain.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create }],
      })
  for (const Create of plain.VectorIndexes ?? [])
    if (names?.includes(Create.IndexName) === false)
      run('UpdateTable', {
        TableName,
        AttributeDefinitions: plain.AttributeDefinitions,
        VectorIndexUpdates: [{ Create }],
      })
  if (ttl !== undefined && known?.timeToLive === undefined)
    run('UpdateTimeToLive', { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: ttl } })
}
