// Writes of upgraded items: the request, its condition, and items with too many attributes.
import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository, Table, UnsupportedOperationError, upgrade } from 'dyntastic'
import { integer, string } from 'superstruct'
import type { EntityModel } from '../../../lib/entity/model.js'
import { upgradeStored } from '../../../lib/operation/upgrade/upgrade-stored.js'
import { Recorder } from '../../../lib/testing/index.js'
import { withEngine } from '../../support/engine.js'
import { rejection } from '../../support/rejection.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

const inputOf = (recorder: Recorder): PutItemCommandInput =>
  recorder.inputs('PutItem')[0] ?? expect.fail('no PutItem')

describe('upgradeStored', () => {
  const engine = withEngine()

  it('is a PutItem on the condition that nothing has changed, also of what is not there', async () => {
    const recorder = new Recorder()
    const model = versionedOrder('upgraded')
    expect(await upgradeStored({ model, runner: recorder }, storedOrder(1))).equal(true)
    const input = inputOf(recorder)
    expect(input.Item).deep.equal(storedOrder(3))
    const names = Object.values(input.ExpressionAttributeNames ?? {})
    expect(names).members(['id', 'name', 'cents', 'title', 'total', 'note', '_v'])
    expect(input.ConditionExpression?.match(/attribute_not_exists/g)).length(4)
  })

  it('makes the keys of indexes again', async () => {
    const table = new Table({
      name: 'made-again',
      key: { partition: 'pk' },
      indexes: { gsi1: { partition: 'g1' } },
      kind: '_type',
    })
    const Made = new Entity({
      name: 'Made',
      table,
      attributes: { id: string(), state: string() },
      key: { partition: 'M#{id}' },
      indexes: { byState: { index: 'gsi1', partition: 'STATE#{state}' } },
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [upgrade(1, { status: string() }, ({ status }) => ({ state: status.toUpperCase() }))],
      },
    })
    const recorder = new Recorder()
    const old = {
      pk: { S: 'M#a' },
      g1: { S: 'STATUS#open' },
      _type: { S: 'Made' },
      id: { S: 'a' },
      status: { S: 'open' },
    }
    await upgradeStored({ model: Made as unknown as EntityModel, runner: recorder }, old)
    expect(inputOf(recorder).Item).deep.equal({
      pk: { S: 'M#a' },
      g1: { S: 'STATE#OPEN' },
      _type: { S: 'Made' },
      id: { S: 'a' },
      state: { S: 'OPEN' },
      _v: { N: '2' },
    })
  })

  it('says no if the item is not as it was read', async () => {
    const model = versionedOrder(engine.name('changed'))
    const runner = new CommandExecutor({ client: engine.client })
    await new Repository(model, runner).createTable()
    expect(await upgradeStored({ model, runner }, storedOrder(1))).equal(false)
  })

  it('compares the version of an item with too many attributes, and is refused without one', async () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`a${at}`, { BOOL: true }]))
    const wide = (version: 'version' | undefined) =>
      new Entity({
        name: 'Wide',
        table: 'wide',
        attributes: { id: string(), version: integer() },
        key: { partition: 'id' },
        unknown: 'preserve',
        ...(version === undefined ? {} : { version }),
        schemaVersion: {
          attribute: '_v',
          current: 2,
          upgrades: [upgrade(1, {}, () => ({ version: 0 }))],
        } as never,
      }) as unknown as EntityModel
    const stored = { id: { S: 'w' }, ...many }
    const recorder = new Recorder()
    const error = await rejection(
      upgradeStored({ model: wide(undefined), runner: recorder }, stored),
      UnsupportedOperationError,
    )
    expect(error.message).contain('a condition can compare at most 140')
    expect(recorder.commands).length(0)
  })
})
