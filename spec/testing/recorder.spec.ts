// The recorder: an executor that returns from a script and keeps the commands.
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  CommandExecutor,
  InvalidOptionError,
  ItemExistsError,
  Repository,
  RequestFailedError,
  TableNotFoundError,
} from 'dyntastic'
import { Recorder } from '../../lib/testing/recorder.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'

const User = userEntity()
const alice = { ...aliceInput, age: 0 }
const Item = User.encode(aliceInput)
const inputOfGet = { TableName: 'users', Key: { userId: { S: 'u1' } } }

function repository() {
  const recorder = new Recorder()
  return { recorder, users: new Repository(User, recorder) }
}

describe('Recorder', () => {
  it('is an executor', () => {
    expect(new Recorder()).instanceOf(CommandExecutor)
  })

  it('returns reads from the script, and keeps the commands', async () => {
    const { recorder, users } = repository()
    recorder.answer('GetItem', { Item })
    expect(await users.get('u1')).deep.equal(alice)
    expect(recorder.commands).deep.equal([{ call: 'GetItem', input: inputOfGet }])
    expect(recorder.inputs('GetItem')).deep.equal([inputOfGet])
    expect(recorder.inputs('PutItem')).deep.equal([])
  })

  it('tells calls apart whatever the classes of the SDK are called, as after a minifier', async () => {
    const { recorder } = repository()
    class Minified extends GetItemCommand {}
    Object.defineProperty(Minified, 'name', { value: 'e' })
    recorder.answer('GetItem', { Item })
    const command = new Minified({ TableName: 'users', Key: { userId: { S: 'u1' } } })
    expect((await recorder.clientFor(User.table).send(command)).Item).deep.equal(Item)
    expect(recorder.commands.map(({ call }) => call)).deep.equal(['GetItem'])
  })

  it('uses each response for one call, in order, and then the permanent one', async () => {
    const { recorder, users } = repository()
    recorder.answer('GetItem', { Item }, {}).answer('GetItem', { Item })
    recorder.always('GetItem', { Item: { ...Item, age: { N: '9' } } })
    const ages = []
    for (let turn = 0; turn < 5; turn++) ages.push((await users.get('u1'))?.age)
    expect(ages).deep.equal([0, undefined, 0, 9, 9])
  })

  it('returns by a function of the input', async () => {
    const { recorder, users } = repository()
    recorder.always('GetItem', ({ Key }) => (Key?.['userId']?.S === 'u1' ? { Item } : {}))
    expect([await users.get('u1'), await users.get('u2')]).deep.equal([alice, undefined])
  })

  it('awaits what the function returns, and refuses what is not an output', async () => {
    const { recorder, users } = repository()
    recorder.answer('GetItem', async () => ({ Item }))
    expect(await users.get('u1')).deep.equal(alice)
    for (const [reply, words] of [
      [null, "script one with recorder.answer('GetItem', …)"],
      [5, 'must return an output or an Error, but returned a number'],
      [new Map([['Item', Item]]), 'must return an output or an Error, but returned a Map'],
      [[{ Item }], 'must return an output or an Error, but returned an array'],
    ] as const) {
      recorder.answer('GetItem', () => reply as never)
      expect((await rejection(users.get('u1'), RequestFailedError)).message).contain(words)
    }
    for (const reply of [new Map([['Item', Item]]), [{ Item }], class Item {}])
      expect(() => recorder.answer('GetItem', reply as never)).throw(InvalidOptionError, '`reply` must be')
  })

  it('rejects with an error of the script as the client would', async () => {
    const { recorder, users } = repository()
    const missing = Object.assign(new Error('no table'), { name: 'ResourceNotFoundException' })
    recorder.answer('GetItem', missing)
    expect((await rejection(users.get('u1'), TableNotFoundError)).cause).equal(missing)
    const refused = Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException', Item })
    recorder.answer('PutItem', refused)
    expect((await rejection(users.create(aliceInput), ItemExistsError)).item).deep.equal(alice)
  })

  it('takes writes that are not scripted for done', async () => {
    const { recorder, users } = repository()
    expect(await users.save(aliceInput)).deep.equal(alice)
    expect(await users.delete('u1')).equal(undefined)
    expect(recorder.commands.map(({ call }) => call)).deep.equal(['PutItem', 'DeleteItem'])
    expect(recorder.inputs('PutItem')[0]?.Item).deep.equal(Item)
  })

  it('refuses a second update that is not scripted, and any write that requests an item', async () => {
    const { recorder, users } = repository()
    recorder.answer('UpdateItem', { Attributes: Item })
    const update = users.update('u1').set('age', 1)
    expect(await update).deep.equal(alice)
    for (const [call, write] of [
      ['UpdateItem', update],
      ['UpdateItem', update.returning('updatedOld')],
      ['PutItem', users.save(aliceInput).returning('old')],
      ['DeleteItem', users.delete('u1').returning('old')],
    ] as const) {
      const error = await rejection(write, RequestFailedError)
      expect(error.message).contain(
        `no reply is scripted for ${call}: script one with recorder.answer('${call}', { Attributes: … })`,
      )
    }
    expect(await update.returning('none')).equal(undefined)
  })

  it('refuses reads that are not scripted, saying how to script them', async () => {
    const { users } = repository()
    const error = await rejection(users.get('u1'), RequestFailedError)
    expect(error.message).contain("recorder.answer('GetItem', …)")
  })

  it('forgets everything on reset', async () => {
    const { recorder, users } = repository()
    recorder.answer('GetItem', { Item }).always('GetItem', { Item })
    await users.get('u1')
    recorder.reset()
    expect(recorder.commands).deep.equal([])
    await rejection(users.get('u1'), RequestFailedError)
  })

  it('keeps recorders apart', async () => {
    const one = repository()
    const other = repository()
    one.recorder.always('GetItem', { Item })
    await one.users.get('u1')
    expect(other.recorder.commands).deep.equal([])
    await rejection(other.users.get('u1'), RequestFailedError)
  })

  it('creates the missing table of a first write as the executor does, and tells observers', async () => {
    const created: string[] = []
    const recorder = new Recorder({ observers: [{ onTableCreated: ({ table }) => created.push(table) }] })
    const missing = Object.assign(new Error('no table'), { name: 'ResourceNotFoundException' })
    recorder.answer('PutItem', missing).always('DescribeTable', { Table: { TableStatus: 'ACTIVE' } })
    await new Repository(orderEntity(), recorder).save(orderInput)
    expect(recorder.commands.map(({ call }) => call)).deep.equal([
      'PutItem',
      'CreateTable',
      'DescribeTable',
      'UpdateTimeToLive',
      'PutItem',
    ])
    expect(created).deep.equal(['orders'])
  })

  it('gives a client that stands wherever one is expected', async () => {
    const { recorder } = repository()
    recorder.answer('GetItem', { Item })
    const client = recorder.clientFor(User.table)
    expect((await client.send(new GetItemCommand(inputOfGet))).Item).deep.equal(Item)
    expect(recorder.inputs('GetItem')).length(1)
  })

  const wrong: [string, (recorder: Recorder) => unknown, string][] = [
    ['a call that does not exist', (it) => it.answer('GetItems' as 'GetItem', {}), "but is 'GetItems'"],
    ['no reply', (it) => Reflect.apply(it.answer, it, ['GetItem']), 'but is undefined'],
    ['a reply that is text', (it) => it.answer('Query', 'none' as never), "but is 'none'"],
    ['undefined among replies', (it) => it.answer('Query', {}, undefined as never), 'but is undefined'],
    ['a permanent reply to no call', (it) => it.always('Get' as 'GetItem', {}), "but is 'Get'"],
    ['null as a permanent reply', (it) => it.always('GetItem', null as never), 'but is null'],
    ['inputs of no call', (it) => it.inputs('Put' as 'PutItem'), "but is 'Put'"],
  ]
  for (const [title, call, words] of wrong)
    it(`refuses ${title}`, () => {
      expect(() => call(new Recorder())).to.throw(InvalidOptionError, words)
    })
})
