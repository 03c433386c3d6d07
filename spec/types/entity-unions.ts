// What the types of unions of entities take, refuse and return; compiled, never run.
import {
  attribute,
  CommandExecutor,
  Entity,
  type InputOf,
  type ItemOf,
  type KeyArgument,
  type KeyOf,
  Repository,
  Table,
} from 'dyntastic'
import { array, integer, literal, object, optional, string } from 'superstruct'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
type Alike<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
declare function yes<_T extends true>(): void

const table = new Table({ name: 'animals' })
const shared = {
  id: string(),
  name: string(),
  age: attribute(integer(), { default: 0 }),
  home: optional(object({ city: string() })),
}
const Cat = new Entity({
  name: 'Cat',
  table,
  attributes: { ...shared, kind: literal('cat'), lives: integer(), mark: string() },
  key: { partition: 'id' },
  indexes: { byName: { partition: 'name', projection: 'keys' } },
})
const Dog = new Entity({
  name: 'Dog',
  table,
  attributes: { ...shared, kind: literal('dog'), tricks: optional(array(string())), mark: integer() },
  key: { partition: 'id' },
  indexes: { byName: { partition: 'name', projection: 'keys' }, byMark: { partition: 'mark' } },
})
const Animal = Entity.oneOf([Cat, Dog])
const animals = new Repository(Animal, new CommandExecutor())
type Cats = ItemOf<typeof Cat>
type Dogs = ItemOf<typeof Dog>
type Animals = ItemOf<typeof Animal>

// Items, inputs and keys are those of the members.
yes<Equal<Animals, Cats | Dogs>>()
yes<Equal<InputOf<typeof Animal>, InputOf<typeof Cat> | InputOf<typeof Dog>>>()
yes<Alike<KeyOf<typeof Animal>, { id: string }>>()
yes<Alike<KeyArgument<typeof Animal>, { readonly id: string } | string>>()
const got = animals.get('a')
yes<Equal<Awaited<typeof got>, Animals | undefined>>()

export async function narrowed(): Promise<void> {
  const animal = await animals.getOrThrow('a')
  if (animal.kind === 'cat') yes<Equal<typeof animal, Cats>>()
  if (Dog.owns(animal)) yes<Equal<typeof animal, Dogs>>()
  else yes<Equal<typeof animal, Cats>>()
  const thing: unknown = animal
  if (Animal.owns(thing)) yes<Equal<typeof thing, Animals>>()
  await animals.save({ kind: 'cat', id: 'a', name: 'n', lives: 1, mark: 'x' })
  // @ts-expect-error: an input is of one member: a cat has no tricks
  await animals.save({ kind: 'cat', id: 'a', name: 'n', lives: 1, mark: 'x', tricks: [] })
  // @ts-expect-error: and has all that the member needs
  await animals.save({ kind: 'dog', id: 'a', name: 'n' })
}

// Conditions take what all members have.
animals.query().where('name').eq('x')
animals.scan().where('home.city').eq('x')
animals.scan().where((attr) => attr.age.gt(1))
animals.scan().where((attr) => attr('home.city').eq('x'))
animals.delete('a').if('kind').eq('cat')
// @ts-expect-error: a cat alone has it
animals.scan().where('lives')
// @ts-expect-error: a dog alone has it
animals.scan().where('tricks[0]')
// @ts-expect-error: a cat alone has it
animals.scan().where((attr) => attr.lives.gt(1))
// @ts-expect-error: a cat alone has it
animals.delete('a').if('lives')
// @ts-expect-error: a cat alone has it
animals.get('a').select('lives')

// What eq says of the attribute that tells them apart, the chain knows.
const cats = animals.query().where('kind').eq('cat')
yes<Equal<Awaited<typeof cats>, Cats[]>>()
cats.where('lives').gt(1)
cats.where((attr) => attr.lives.gt(1))
// @ts-expect-error: no dogs are left
cats.where('tricks')
const either: 'cat' | 'dog' = Math.random() > 0.5 ? 'cat' : 'dog'
yes<Equal<Awaited<ReturnType<typeof eitherOf>>, Animals[]>>()
export const eitherOf = async () =>
  animals
    .query()
    .where('kind')
    .eq(either as 'cat' | 'dog')
// An attribute that is another type in each, and no literal, says nothing.
const marked = animals.query().where('mark').eq('x')
yes<Equal<Awaited<typeof marked>, Animals[]>>()

// Indexes hold what the members that are in them have of it.
const named = animals.query().index('byName').where('name').eq('x')
yes<Alike<Awaited<typeof named>, { id: string; name: string }[]>>()
const byMark = animals.query().index('byMark').where('mark').eq(1)
yes<Equal<Awaited<typeof byMark>, Dogs[]>>()
// @ts-expect-error: there is no such index
animals.query().index('byAge')

// Parts are those of the members.
const part = animals.scan().select('kind', 'age')
yes<Alike<Awaited<typeof part>, ({ kind: 'cat'; age: number } | { kind: 'dog'; age: number })[]>>()

// Updates take what all members have, or those that are left.
const updated = animals.update('a').set('age', 1).patch({ name: 'x' })
yes<Equal<Awaited<typeof updated>, Animals>>()
const cat = animals.update('a').if('kind').eq('cat').set('lives', 1).add('lives', 1)
yes<Equal<Awaited<typeof cat>, Cats>>()
animals.update('a').set('name', (attr) => attr.name.ifNotExists('x'))
// @ts-expect-error: a cat alone has it
animals.update('a').set('lives', 1)
// @ts-expect-error: it tells them apart
animals.update('a').set('kind', 'dog')
// @ts-expect-error: a cat alone has it
animals.update('a').patch({ lives: 1 })
animals.update('a').set('age', 1).upsert({ kind: 'cat', name: 'x', lives: 1, mark: 'x' })
// @ts-expect-error: a new dog needs a mark
animals.update('a').set('age', 1).upsert({ kind: 'dog', name: 'x' })

// A function tells them apart where no attribute does.
const Shape = Entity.oneOf([Cat, Dog], (stored) => (stored['kind'] === 'dog' ? Dog : Cat))
yes<Equal<ItemOf<typeof Shape>, Animals>>()
const Other = new Entity({ name: 'Other', table, attributes: { id: string() }, key: { partition: 'id' } })
const Keyed = new Entity({
  name: 'Keyed',
  table,
  attributes: { id: string(), at: string() },
  key: { partition: 'id', sort: 'at' },
})
// @ts-expect-error: it returns a member
Entity.oneOf([Cat, Dog], () => Other)
// @ts-expect-error: at least two
Entity.oneOf([Cat])
// @ts-expect-error: one key
Entity.oneOf([Cat, Keyed])
