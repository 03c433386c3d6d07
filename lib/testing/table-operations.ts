// CreateTable, UpdateTable and DeleteTable: dynalite's, done before they are answered.
import type { EngineContext } from './engine-context.js'
import { waitForTable } from './table-state.js'
import type { WireObject } from './wire.js'

/** Runs one of them, and forgets what was known of the table. */
export async function changeTable(
  operation: string,
  input: WireObject,
  context: EngineContext,
): Promise<WireObject> {
  const output = await context.store(operation, input)
  await waitForTable(context.store, input)
  context.schemas.forget(input['TableName'])
  if (operation === 'DeleteTable') context.timeToLives.forget(input['TableName'])
  if (operation === 'CreateTable') await tag(input, output, context)
  return output
}

async function tag(input: WireObject, output: WireObject, context: EngineContext): Promise<void> {
  const tags = input['Tags']
  if (!Array.isArray(tags) || tags.length === 0) return
  const { TableArn } = output['TableDescription'] as { TableArn: string }
  await context.store('TagResource', { ResourceArn: TableArn, Tags: tags })
}
