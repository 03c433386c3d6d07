// A user's test file under Jest, with Jest's defaults: CommonJS, no transform of its own, no mocks; the embedded
// engine starts and works.
const {
  attribute,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  ItemExistsError,
  Repository,
  s,
} = require('dyntastic')
const { Recorder, startLocal } = require('dyntastic/testing')

const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: {
    id: s.string(),
    age: attribute(s.integer(), { default: 0 }),
    born: s.optional(s.date()),
    tags: s.optional(s.set(s.string())),
  },
  key: { partition: 'id' },
})

describe('users', () => {
  let local
  let users

  beforeAll(async () => {
    local = await startLocal()
    users = new Repository(User, new CommandExecutor({ client: local.client }))
  })

  afterAll(() => local.stop())

  it('are saved, found and updated', async () => {
    const born = new Date('2001-02-03T04:05:06.789Z')
    await users.save({ id: 'a', born, tags: new Set(['x']) })
    expect(await users.get('a')).toEqual({ id: 'a', age: 0, born, tags: new Set(['x']) })
    expect((await users.update('a').add('age', 2)).age).toBe(2)
    expect(await users.scan().where('age').gt(1)).toHaveLength(1)
  })

  it('are created once', async () => {
    await expect(users.create({ id: 'a' })).rejects.toBeInstanceOf(ItemExistsError)
    await expect(users.create({ id: 'a' })).rejects.toThrow(ConditionFailedError)
    await expect(users.create({ id: 'a' })).rejects.toMatchObject({
      code: 'ITEM_EXISTS',
      name: 'ItemExistsError',
    })
    expect(await users.create({ id: 'a' }).orSkip()).toBeUndefined()
  })

  it('come in transactions', async () => {
    const executor = new CommandExecutor({ client: local.client })
    const others = new Repository(User, executor)
    await executor.transaction(async () => {
      await others.save({ id: 'b' })
      await others.update('a').set('age', 7)
    })
    expect((await others.getMany(['a', 'b'])).map(({ age }) => age)).toEqual([7, 0])
  })

  it('are recorded without an engine', async () => {
    const recorder = new Recorder().answer('GetItem', { Item: { id: { S: 'r' }, age: { N: '1' } } })
    expect(await new Repository(User, recorder).get('r')).toEqual({ id: 'r', age: 1 })
    expect(recorder.commands.map(({ call }) => call)).toEqual(['GetItem'])
  })
})
