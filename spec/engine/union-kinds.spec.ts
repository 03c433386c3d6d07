// Unions of entities of a table with declared keys: told apart by the kind, where no attribute does.
import { expect } from 'chai'
import { CommandExecutor, Entity, EntityDefinitionError, Repository, Table, ValidationError } from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

describe('unions of entities by kind', () => {
  const engine = withEngine()
  function zoo() {
    const table = new Table({ name: engine.name('zoo'), key: { partition: 'pk', sort: 'sk' } })
    const key = { partition: 'ANIMAL#{id}', sort: 'PROFILE' } as const
    const Cat = new Entity({
      name: 'Cat',
      table,
      attributes: { id: string(), name: string(), lives: integer() },
      key,
    })
    const Dog = new Entity({
      name: 'Dog',
      table,
      attributes: { id: string(), name: string(), good: optional(string()) },
      key,
    })
    const Animal = Entity.oneOf([Cat, Dog])
    const animals = new Repository(Animal, new CommandExecutor({ client: engine.client }))
    return { table, Cat, Dog, Animal, animals }
  }

  it('are written with the marker of the entity whose form they have, and read by it', async () => {
    const { animals, table, Cat, Dog } = zoo()
    await animals.createTable()
    const tom = await animals.save({ id: 'tom', name: 'Tom', lives: 9 })
    await animals.save(Dog.parse({ id: 'rex', name: 'Rex' }))
    expect(Cat.owns(tom)).equal(true)
    const stored = await rawGet(engine.client, table.name, { pk: { S: 'ANIMAL#rex' }, sk: { S: 'PROFILE' } })
    expect(stored?.['_type']).deep.equal({ S: 'Dog' })
    const rex = await animals.getOrThrow('rex')
    expect([Dog.owns(rex), rex]).deep.equal([true, { id: 'rex', name: 'Rex' }])
    expect(await animals.update('tom').set('name', 'Tim')).deep.equal({ id: 'tom', name: 'Tim', lives: 9 })
    expect(await animals.getMany(['rex', 'tom'])).length(2)
    await animals.delete('rex')
    expect(await animals.get('rex')).equal(undefined)
  })

  it('refuse inputs that fit several, keys that differ, and items of other kinds', async () => {
    const { animals, table } = zoo()
    await animals.createTable()
    expect((await rejection(animals.save({ id: 'x', name: 5 } as never), ValidationError)).message).match(
      /it fits none of Cat, Dog/,
    )
    await rawPut(engine.client, table.name, {
      pk: { S: 'ANIMAL#u' },
      sk: { S: 'PROFILE' },
      _type: { S: 'Ufo' },
    })
    expect(await animals.get('u')).equal(undefined)
    const other = new Entity({
      name: 'Bird',
      table,
      attributes: { id: string(), name: string() },
      key: { partition: 'BIRD#{id}', sort: 'PROFILE' },
    })
    const fish = new Entity({
      name: 'Fish',
      table,
      attributes: { id: string(), name: string() },
      key: { partition: 'FISH#{id}', sort: 'PROFILE' },
    })
    expect(() => Entity.oneOf([other, fish])).throw(
      EntityDefinitionError,
      /made as 'BIRD#\{id\}'.*made as 'FISH#\{id\}'/,
    )
  })
})
