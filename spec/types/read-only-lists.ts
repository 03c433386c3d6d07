// Read-only lists: every parameter that takes a list takes them, as does set(); items and comparisons do not.
import { type CommandExecutor, Entity, Repository } from 'dyntastic'
import { array, number, object, optional, set, string, tuple } from 'superstruct'

const Note = new Entity({
  name: 'Note',
  table: 'notes',
  attributes: {
    id: string(),
    n: number(),
    list: optional(array(string())),
    nested: optional(object({ list: array(number()) })),
    pair: optional(tuple([string(), number()])),
    tags: optional(set(string())),
  },
  key: { partition: 'id', sort: 'n' },
})
declare const executor: CommandExecutor
declare const strings: readonly string[]
declare const numbers: readonly number[]
declare const tags: ReadonlySet<string>
declare const keys: readonly { readonly id: string; readonly n: number }[]
declare const paths: readonly ('id' | 'n')[]

const notes = new Repository(Note, executor)
const note = { id: 'a', n: 1 } as const
declare const saves: readonly ReturnType<typeof notes.save>[]
declare const gets: readonly ReturnType<typeof notes.get>[]

notes.query().where('id').eq('a').where('n').in(numbers)
notes
  .query()
  .where('id')
  .eq('a')
  .select(...paths)
notes.getMany(keys)
notes.saveMany(keys)
notes.deleteMany(keys)
executor.batch(saves)
executor.batchGet(gets)
executor.transaction(saves)
executor.transactionGet(gets)
Note.condition((attr) => attr.n.in(numbers))

notes
  .update(note)
  .append('list', strings)
  .prepend('nested.list', numbers)
  .add('tags', tags)
  .set('list', strings)
  .set('nested.list', numbers)
  .set('pair', ['a', 1] as const)
  .setIfMissing('list', strings)

// @ts-expect-error: a tuple is not a list of any length
notes.update(note).set('pair', strings)
// @ts-expect-error: of other elements
notes.update(note).set('list', numbers)

// In the types of items, each list would cost the compiler too much.
// @ts-expect-error
notes.save({ ...note, list: strings })
// @ts-expect-error
notes.update(note).patch({ list: strings })
// @ts-expect-error
notes.query().where('id').eq('a').where('list').eq(strings)
