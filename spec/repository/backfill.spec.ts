// backfill(): its argument, and what it refuses.
import { expect } from 'chai'
import {
  backfill,
  CommandExecutor,
  Entity,
  InvalidOptionError,
  Repository,
  UnsupportedOperationError,
} from 'dyntastic'
import { string } from 'superstruct'
import { rejection } from '../support/rejection.js'

describe('backfill()', () => {
  it('takes a repository of an entity with versions', async () => {
    const Plain = new Entity({
      name: 'Plain',
      table: 'plain-items',
      attributes: { id: string() },
      key: { partition: 'id' },
    })
    const plain = new Repository(Plain, new CommandExecutor())
    await rejection(backfill({} as never), InvalidOptionError)
    await rejection(backfill(undefined as never), InvalidOptionError)
    await rejection(backfill(plain, { segments: 0 }), InvalidOptionError)
    await rejection(Reflect.apply(backfill, undefined, [plain, {}, {}]), InvalidOptionError)
    const error = await rejection(backfill(plain), UnsupportedOperationError)
    expect(error.message).contain('the entity has no `schemaVersion`')
  })
})
