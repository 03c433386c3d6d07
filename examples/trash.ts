// Soft delete: a trash for notes, with restore, purge, and slugs that are unique among the notes that are there.
//
//   npm ci && node --import tsx examples/trash.ts                 on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 node --import tsx examples/trash.ts      on that endpoint
import { attribute, CommandExecutor, Entity, ItemExistsError, Repository, UniqueValueError } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { date, optional, string } from 'superstruct'

const Note = new Entity({
  name: 'Note',
  table: 'DyntasticExampleNotes',
  attributes: {
    noteId: string(),
    slug: string(),
    text: string(),
    deletedAt: optional(date()),
    expiresAt: attribute(optional(date()), { as: 'epochSeconds' }),
  },
  key: { partition: 'noteId' },
  ttl: 'expiresAt',
  unique: ['slug'],
  softDelete: { attribute: 'deletedAt', purgeAfter: { days: 30 } },
})

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor(local ? { client: local.client } : {})
const notes = new Repository(Note, executor)

try {
  await notes.createTable()
  await notes.create({ noteId: 'n1', slug: 'hello', text: 'Hello' })

  // A deleted note is there only for those who look for deleted ones.
  await notes.delete('n1')
  console.log(
    '1. ',
    await notes.get('n1'),
    await notes.scan().count(),
    await notes.scan().onlyDeleted().count(),
  )

  // Its slug is free, but its place is not.
  await notes.create({ noteId: 'n2', slug: 'hello', text: 'Hello again' })
  const taken = await notes
    .create({ noteId: 'n1', slug: 'other', text: 'Other' })
    .execute()
    .catch((error: Error) => error)
  console.log('2. ', taken instanceof ItemExistsError && taken.message)

  // A restore takes the slug back, if it is still free.
  const refused = await notes
    .restore('n1')
    .execute()
    .catch((error: Error) => error)
  console.log('3. ', refused instanceof UniqueValueError && refused.attributes)
  await notes.delete('n2')
  console.log('4. ', (await notes.restore('n1')).text)

  // What is purged is gone.
  await notes.purge('n2')
  console.log('5. ', await notes.get('n2').withDeleted())
} finally {
  await notes.deleteTable()
  await local?.stop()
}
