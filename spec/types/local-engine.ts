// What the compiler knows of the embedded engine and its test tool.
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { Entity } from 'dyntastic'
import { type FaultKind, type LocalDynamoDB, type LocalSnapshot, startLocal } from 'dyntastic/testing'
import { string } from 'superstruct'

const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: { id: string() },
  key: { partition: 'id' },
})
declare const input: CreateTableCommandInput

export async function tool(): Promise<void> {
  const local: LocalDynamoDB = await startLocal({
    tables: [User, input],
    clock: new Date(),
    seed: 1,
    lag: 5,
    tableDelay: 5,
  })
  const snapshot: LocalSnapshot = local.snapshot()
  local.restore(snapshot)
  local.clock.advance(1_000)
  local.faults.next('PutItem', 'lose the answer', 2)
  const kinds: readonly FaultKind[] = ['throttle', 'lose the answer', 'reset', 'internal error', 'hang']
  for (const kind of kinds) local.faults.next('GetItem', kind)
  // @ts-expect-error a kind of fault that does not exist
  local.faults.next('PutItem', 'explode')
  // @ts-expect-error an option that does not exist
  await startLocal({ ports: 1 })
  // @ts-expect-error a name is not a table
  await startLocal({ tables: ['users'] })
  // @ts-expect-error what another value is, is not a snapshot
  local.restore('snapshot')
  // @ts-expect-error requests are read, not written
  local.requests = []
}
