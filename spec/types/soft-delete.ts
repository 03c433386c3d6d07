// What the types of soft deletes take, refuse and return; compiled, never run.
import { attribute, Collection, CommandExecutor, Entity, type ItemOf, one, Repository } from 'dyntastic'
import { date, integer, optional, string } from 'superstruct'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
declare function yes<_T extends true>(): void

const attributes = {
  id: string(),
  text: string(),
  at: optional(date()),
  always: date(),
  count: optional(integer()),
  ends: attribute(optional(date()), { as: 'epochSeconds' }),
}
const plain = { table: 'notes', attributes, key: { partition: 'id' } } as const
const Note = new Entity({
  ...plain,
  name: 'Note',
  ttl: 'ends',
  softDelete: { attribute: 'at', purgeAfter: { days: 1 } },
})
const Plain = new Entity({ ...plain, name: 'Plain' })
const executor = new CommandExecutor()
const notes = new Repository(Note, executor)
const plains = new Repository(Plain, executor)

export async function calls(): Promise<void> {
  yes<Equal<Awaited<ReturnType<typeof notes.delete>>, undefined>>()
  await notes.delete('a').if('text').eq('x')
  const old = await notes.delete('a').returning('old')
  yes<Equal<typeof old, ItemOf<typeof Note> | undefined>>()
  const restored = await notes.restore('a')
  yes<Equal<typeof restored, ItemOf<typeof Note>>>()
  await notes.purge('a')
  await notes.create({ id: 'a', text: 'x', always: new Date() }).replaceDeleted()
  await notes.get('a').withDeleted()
  await notes.getMany(['a']).withDeleted()
  await notes.query().where('text').eq('x').limit(5).withDeleted().select('id')
  await notes.scan().onlyDeleted().count()
  await executor.transaction([notes.delete('a'), notes.restore('b'), notes.purge('c')])
  await executor.batch([notes.purge('a')])
  await new Collection({ notes: Note, plain: one(Plain) }, executor).query().withDeleted()
  await notes.scoped({ text: 'x' }).restore('a')
  // @ts-expect-error a batch cannot mark items
  await executor.batch([notes.delete('a')])
  // @ts-expect-error nor can deleteMany
  await notes.deleteMany(['a'])
  // @ts-expect-error a batch would replace deleted items
  await notes.saveMany([])
  await notes.saveMany([], { overwrite: true })
  // @ts-expect-error a save never replaces a deleted item
  await notes.save({ id: 'a', text: 'x', always: new Date() }).replaceDeleted()
}

export async function without(): Promise<void> {
  await plains.delete('a')
  await executor.batch([plains.delete('a')])
  // @ts-expect-error nothing is restored
  await plains.restore('a')
  // @ts-expect-error nothing is purged
  await plains.purge('a')
  // @ts-expect-error nothing is deleted
  await plains.get('a').withDeleted()
  // @ts-expect-error nothing is deleted
  await plains.query().onlyDeleted()
  // @ts-expect-error nothing is deleted
  await plains.create({ id: 'a', text: 'x', always: new Date() }).replaceDeleted()
}

export const definitions = () => [
  // @ts-expect-error not an attribute
  new Entity({ ...plain, name: 'A', softDelete: { attribute: 'nope' } }),
  // @ts-expect-error not optional
  new Entity({ ...plain, name: 'A', softDelete: { attribute: 'always' } }),
  // @ts-expect-error not a date
  new Entity({ ...plain, name: 'A', softDelete: { attribute: 'count' } }),
  // @ts-expect-error nothing purges
  new Entity({ ...plain, name: 'A', softDelete: { attribute: 'at', purgeAfter: { days: 1 } } }),
  // @ts-expect-error there is no such option
  new Entity({ ...plain, name: 'A', softDelete: { attribute: 'at', purge: 1 } }),
]
