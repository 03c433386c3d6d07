// Unions of entities: everything that a repository does, item by item as the entity that each is of.
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  InvalidConditionError,
  InvalidItemError,
  InvalidUpdateError,
  ItemExistsError,
  ItemNotFoundError,
  Repository,
  UpdateMisfitError,
  ValidationError,
} from 'dyntastic'
import { animalEntities, shapeEntities } from '../support/animals.js'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'

describe('unions of entities', () => {
  const engine = withEngine()
  const executor = () => new CommandExecutor({ client: engine.client })
  const tom = { kind: 'cat', id: 'tom', owner: 'o1', name: 'Tom', lives: 9, age: 3 } as const
  const rex = {
    kind: 'dog',
    id: 'rex',
    owner: 'o1',
    name: 'Rex the third of his name',
    age: 5,
    good: 'yes',
  } as const

  async function zoo() {
    const made = animalEntities(engine.name('animals'))
    const shared = executor()
    const animals = new Repository(made.Animal, shared)
    await animals.createTable()
    await animals.save(tom)
    await animals.save(rex)
    return { ...made, executor: shared, animals, cats: new Repository(made.Cat, shared) }
  }

  it('are saved, created and read as the entity that they are of', async () => {
    const { animals, Cat, Dog, cats, Animal, table } = await zoo()
    const read = await animals.getOrThrow('tom')
    expect(read).deep.equal(tom)
    expect([Cat.owns(read), Dog.owns(read), Animal.owns(read)]).deep.equal([true, false, true])
    expect(read.kind === 'cat' && read.lives).equal(9)
    expect(await cats.get('tom')).deep.equal(tom)
    expect(await animals.get('nobody')).equal(undefined)
    expect((await rejection(animals.create(tom), ItemExistsError)).item).deep.equal(tom)
    expect(await animals.refresh(rex)).deep.equal(rex)
    expect(await animals.getMany(['rex', 'tom', 'none'])).deep.equal([rex, tom])
    const { written } = await animals.saveMany([tom, { ...rex, id: 'max', note: 'x' }])
    expect(written).equal(2)
    expect(await rawGet(engine.client, table.name, { id: { S: 'max' } }))
      .include.keys('n')
      .and.not.include.keys('note')
  })

  it('are checked as the entity that they are of', async () => {
    const { animals } = await zoo()
    const long = await rejection(animals.save({ ...tom, name: 'a name that is too long' }), ValidationError)
    expect(long.message).match(/^Cat\.save: name: /)
    const other = await rejection(animals.save({ ...tom, good: 'yes' } as never), ValidationError)
    expect(other.message).match(/^Cat\.save: good: /)
    const none = await rejection(animals.save({ ...tom, kind: 'cow' } as never), ValidationError)
    expect(none.message).equal(
      "Cat | Dog.save: kind: no entity takes this string: it tells the entities apart, 'kind' ('cat' for Cat, 'dog' or 'wolf' for Dog)",
    )
    const { kind: _, ...kindless } = tom
    expect((await rejection(animals.save(kindless as never), ValidationError)).failures[0]?.path).equal(
      'kind',
    )
    expect((await rejection(animals.save('tom' as never), ValidationError)).message).match(
      /expected an item, but this is a string/,
    )
    expect((await rejection(animals.save(animals.get('tom') as never), ValidationError)).message).match(
      /await it first/,
    )
    expect(
      (await rejection(animals.saveMany([tom, { ...rex, kind: 1 } as never]), ValidationError)).message,
    ).match(/\[1\]/)
  })

  it('are queried, counted and paged together', async () => {
    const { animals } = await zoo()
    expect(await animals.query().where('owner').eq('o1')).deep.equal([tom, rex])
    expect(await animals.query().where('owner').eq('o1').descending().first()).deep.equal(rex)
    expect(await animals.scan().count()).equal(2)
    expect(await animals.query().where('owner').eq('o1').where('kind').eq('cat')).deep.equal([tom])
    expect(await animals.scan().where('kind').eq('dog').where('good').eq('yes')).deep.equal([rex])
    const first = await animals.query().where('owner').eq('o1').limit(1).page()
    expect(first.items).deep.equal([tom])
    expect((await animals.query().where('owner').eq('o1').after(first.cursor).page()).items).deep.equal([rex])
    const streamed: unknown[] = []
    for await (const item of animals.query().where('owner').eq('o1').pageSize(1)) streamed.push(item)
    expect(streamed).deep.equal([tom, rex])
    expect(await animals.scan().index('byGood').full()).deep.equal([rex])
    const [part] = await animals.scan().index('byGood')
    expect(Object.entries(part ?? {}).sort()).deep.equal([
      ['good', 'yes'],
      ['id', 'rex'],
      ['name', rex.name],
      ['owner', 'o1'],
    ])
  })

  it('take conditions on what all of them have, or what the remaining members have', async () => {
    const { animals, Cat } = await zoo()
    const refused = thrown(() => animals.scan().where('lives' as never), InvalidConditionError)
    expect(refused.message).equal(
      "Cat | Dog: 'lives' is an attribute of Cat, and not of Dog: add a condition on 'kind' by eq first, or use the repository of that entity",
    )
    expect(() => animals.scan().where((attr) => (attr as never as typeof Cat)['lives' as never])).throw(
      InvalidConditionError,
    )
    const many = Cat.condition((attr) => attr.lives.gt(5))
    expect(() => animals.scan().where(many)).throw(InvalidConditionError, /another entity, Cat/)
    expect(await animals.scan().where('kind').eq('cat').where(many)).deep.equal([tom])
    expect(
      await animals
        .scan()
        .where('kind')
        .eq('cat')
        .where((attr) => attr.lives.lt(5)),
    ).deep.equal([])
    await animals.delete('tom').if('kind').eq('cat').if(many)
    expect(await animals.get('tom')).equal(undefined)
  })

  it('are selected in part as the entity that they are of', async () => {
    const { animals, executor: shared, Cat } = await zoo()
    await animals.update('tom').set('home', { city: 'Rome', zip: '1' })
    const part = await animals.getOrThrow('tom').select('name', 'home.city')
    expect(part).deep.equal({ name: 'Tom', home: { city: 'Rome' } })
    expect(Cat.owns(part)).equal(false)
    expect(await animals.scan().where('age').gt(4).select('name')).deep.equal([{ name: rex.name }])
    expect(await animals.getMany(['tom']).select('age')).deep.equal([{ age: 3 }])
    expect(await animals.query().where('owner').eq('o1').select('kind').limit(1)).deep.equal([
      { kind: 'cat' },
    ])
    const [one, other] = await shared.batchGet([animals.get('tom').select('age'), animals.get('rex')])
    expect([one, other]).deep.equal([{ age: 3 }, rex])
    expect(await shared.transactionGet([animals.get('rex').select('age')])).deep.equal([{ age: 5 }])
  })

  it('are updated where the item is of an entity that takes the change', async () => {
    const { animals } = await zoo()
    expect(
      await animals
        .update('tom')
        .add('age', 1)
        .patch({ home: { city: 'Rome', zip: '1' } }),
    ).deep.equal({
      ...tom,
      age: 4,
      home: { city: 'Rome', zip: '1' },
    })
    expect((await animals.update('tom').set('home.city', 'Oslo')).home).deep.equal({ city: 'Oslo', zip: '1' })
    expect(await animals.update('tom').if('kind').eq('cat').set('lives', 8)).include({ lives: 8 })
    await rejection(animals.update('rex').if('kind').eq('cat').set('lives', 8), ConditionFailedError)
    expect(await animals.update('rex').if('kind').eq('cat').set('lives', 8).orSkip()).equal(undefined)
    expect(await animals.get('rex')).deep.equal(rex)
    expect(() => animals.update('tom').set('lives' as never, 1 as never)).throw(
      InvalidUpdateError,
      /attribute of Cat/,
    )
    expect(() => animals.update('tom').set('kind' as never, 'dog' as never)).throw(
      InvalidUpdateError,
      /tells the entities/,
    )
    await rejection(animals.update('none').set('age', 1), ItemNotFoundError)
    const version = await animals.update('rex').set('age', 6).returning('old')
    expect(version).deep.equal(rex)
  })

  it('never leave an item that is none of its entity', async () => {
    const { animals } = await zoo()
    // Only a dog has such a name.
    const long = 'a name that is too long for a cat'
    expect(await animals.update('rex').set('name', long)).include({ name: long })
    const misfit = await rejection(animals.update('tom').set('name', long), UpdateMisfitError)
    expect(misfit.message).match(/the item must be of an entity that accepts this at name/)
    expect(await animals.get('tom')).deep.equal(tom)
  })

  it('are upserted as the entity that the values tell', async () => {
    const { animals } = await zoo()
    const kit = await animals
      .update('kit')
      .add('age', 1)
      .upsert({ kind: 'cat', owner: 'o2', name: 'Kit', lives: 7 })
    expect(kit).deep.equal({ kind: 'cat', id: 'kit', owner: 'o2', name: 'Kit', lives: 7, age: 1 })
    const again = await animals
      .update('kit')
      .add('age', 1)
      .upsert({ kind: 'cat', owner: 'o3', name: 'Kat', lives: 1 })
    expect(again).deep.equal({ ...kit, age: 2 })
    await rejection(
      animals.update('kit').add('age', 1).upsert({ kind: 'dog', owner: 'o2', name: 'Kit' }),
      ConditionFailedError,
    )
    expect(await animals.get('kit')).deep.equal({ ...kit, age: 2 })
    const long = 'a name that is too long for a cat'
    const dog = await animals.update('new').set('name', long).upsert({ kind: 'dog', owner: 'o2' })
    expect(dog).deep.equal({ kind: 'dog', id: 'new', owner: 'o2', name: long, age: 0 })
    expect(() =>
      animals
        .update('x')
        .set('age', 1)
        .upsert({ owner: 'o', name: 'n' } as never),
    ).throw(ValidationError, /kind/)
    const lacking = animals
      .update('x')
      .set('age', 1)
      .upsert({ kind: 'cat', owner: 'o', name: 'n' } as never)
    expect((await rejection(lacking, ValidationError)).message).match(/^Cat\.update: lives: is required/)
  })

  it('go into batches, transactions and scopes', async () => {
    const { animals, executor: shared } = await zoo()
    await shared.batch([animals.save({ ...tom, id: 'b1' }), animals.delete('rex')])
    await shared.transaction([
      animals.save({ ...rex, id: 't1' }),
      animals.update('b1').if('kind').eq('cat').set('lives', 1),
      animals.check('tom').if('kind').eq('cat'),
    ])
    await shared.transaction(async () => {
      const item = await animals.getOrThrow('t1')
      await animals.save({ ...item, age: 9 })
      await animals.delete('tom')
    })
    await shared.batch(async () => {
      await animals.save({ ...tom, id: 'b2' })
    })
    const all = await animals.scan()
    expect(all.map(({ id, age }) => `${id} ${age}`).sort()).deep.equal(['b1 3', 'b2 3', 't1 9'])
    await animals.deleteMany(['b1', all.find(({ id }) => id === 't1') ?? 't1'])
    expect(await animals.scan().count()).equal(1)
  })

  it('treat items of no entity as invalid', async () => {
    const { animals, table } = await zoo()
    await rawPut(engine.client, table.name, {
      id: { S: 'cow' },
      kind: { S: 'cow' },
      owner: { S: 'o1' },
      age: { N: '1' },
    })
    await rawPut(engine.client, table.name, { id: { S: 'ufo' } })
    const error = await rejection(animals.get('cow'), InvalidItemError)
    expect(error.message).match(/Cat \| Dog\.get: .*kind: no entity has the value that is stored/)
    expect(error.message).not.match(/cow'/)
    expect(await animals.get('cow').onInvalid('skip')).equal(undefined)
    expect(await animals.get('cow').select('age').onInvalid('skip')).equal(undefined)
    expect(await animals.query().where('owner').eq('o1').onInvalid('skip')).deep.equal([tom, rex])
    expect(await animals.getMany(['ufo', 'tom']).onInvalid(({ id }) => id)).deep.equal([{ S: 'ufo' }, tom])
    await rejection(animals.scan(), InvalidItemError)
  })

  it('are told apart by a function, and written so that it tells them', async () => {
    const { Shape, Circle, Box, table } = shapeEntities(engine.name('shapes'))
    const shapes = new Repository(Shape, executor())
    await shapes.createTable()
    await shapes.save({ id: 'c', radius: 2, label: { a: 'x', b: 'y' } })
    await shapes.save({ id: 'b', width: 3 })
    const circle = await shapes.getOrThrow('c')
    expect(Circle.owns(circle) && circle.radius).equal(2)
    expect((await shapes.scan()).filter((item) => Box.owns(item))).deep.equal([{ id: 'b', width: 3 }])
    expect(await shapes.get('c').select('label.a')).deep.equal({ label: { a: 'x' } })
    expect(await shapes.update('c').set('label', { a: 'q', b: 'r' })).deep.equal({
      id: 'c',
      radius: 2,
      label: { a: 'q', b: 'r' },
    })
    const none = await rejection(shapes.save({ id: 'x' } as never), ValidationError)
    expect(none.message).match(/it fits none of Circle, Box \(Circle: radius: .*; Box: width: /)
    expect(() => shapes.update('c').set('radius' as never, 1 as never)).throw(
      InvalidUpdateError,
      /not of Box/,
    )
    expect(() =>
      shapes
        .update('n')
        .set('label', { a: 'a', b: 'b' })
        .upsert({ radius: 1 } as never),
    ).throw(ValidationError, /use the repository of the entity/)
    await rawPut(engine.client, table.name, { id: { S: 'odd' } })
    const odd = await rejection(shapes.get('odd'), InvalidItemError)
    expect(odd.message).match(
      /the function given to oneOf\(\) must return the entity of the item, but returned undefined/,
    )
  })
})
