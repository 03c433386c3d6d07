// The first hour with the library: no table, one entity, an item's whole life, and what DynamoDB holds at each step.
import { DescribeTableCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  Entity,
  Repository,
  TableNotFoundError,
  ValidationError,
} from 'dyntastic'
import { integer, string } from 'superstruct'
import { rawGet, rawScan, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

describe('a newcomer’s first item', () => {
  const engine = withEngine()

  it('is saved where no table was, read, changed, deleted, and its table with it', async () => {
    const table = engine.name('DyntasticExampleUsers')
    const User = new Entity({
      name: 'User',
      table,
      attributes: {
        userId: string(),
        name: string(),
        email: string(),
        age: attribute(integer(), { default: 0 }),
      },
      key: { partition: 'userId' },
    })
    const sent: string[] = []
    const executor = new CommandExecutor({
      client: engine.client,
      observers: [{ onCommand: ({ call }) => sent.push(call) }],
    })
    const users = new Repository(User, executor)
    const stored = () => rawGet(engine.client, table, { userId: { S: 'user123' } })

    // Nothing is there, and reading makes nothing.
    expect(await users.tableExists()).to.equal(false)
    await rejection(users.get('user123').execute(), TableNotFoundError)
    await rejection(
      engine.client.send(new DescribeTableCommand({ TableName: table })),
      ResourceNotFoundException,
    )

    // A wrong item is refused before anything is sent.
    sent.length = 0
    const { failures } = await rejection(
      users.save({ userId: 'user123', name: 'Alice', email: 5 } as never).execute(),
      ValidationError,
    )
    expect(failures.map(({ path }) => path)).to.deep.equal(['email'])
    expect(sent).to.deep.equal([])

    // The first write makes the table.
    const alice = await users.save({ userId: 'user123', name: 'Alice', email: 'alice@example.com' })
    expect({ ...alice }).to.deep.equal({
      userId: 'user123',
      name: 'Alice',
      email: 'alice@example.com',
      age: 0,
    })
    expect(sent).to.include('CreateTable')
    const { Table } = await engine.client.send(new DescribeTableCommand({ TableName: table }))
    expect(Table?.BillingModeSummary?.BillingMode).to.equal('PAY_PER_REQUEST')
    expect(Table?.KeySchema).to.deep.equal([{ AttributeName: 'userId', KeyType: 'HASH' }])
    expect(await stored()).to.deep.equal({
      userId: { S: 'user123' },
      name: { S: 'Alice' },
      email: { S: 'alice@example.com' },
      age: { N: '0' },
    })

    // Later calls cost one request each.
    sent.length = 0
    const found = await users.getOrThrow('user123')
    expect(found).to.deep.equal(alice)
    const older = await users
      .save({ ...found, age: 31 })
      .if('age')
      .lt(31)
    expect((await stored())?.['age']).to.deep.equal({ N: '31' })
    expect(
      await users
        .save({ ...found, age: 1 })
        .if('age')
        .lt(31)
        .orSkip(),
    ).to.equal(undefined)
    expect(await users.delete(older).returning('old')).to.deep.equal(older)
    expect(sent).to.deep.equal(['GetItem', 'PutItem', 'PutItem', 'DeleteItem'])
    expect(await stored()).to.equal(undefined)
    expect(await users.get('user123')).to.equal(undefined)
    expect(await rawScan(engine.client, table)).to.deep.equal([])

    expect(await users.deleteTable()).to.deep.equal({ deleted: true })
    expect(await users.deleteTable()).to.deep.equal({ deleted: false })
    expect(await users.tableExists()).to.equal(false)
  })
})
