// Versions of a schema: products whose attributes have changed twice. Old items are read in today's form from the first
// day on, and a backfill that is killed goes on at its checkpoint.
//
//   npm ci && node --import tsx examples/versions.ts                 on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 node --import tsx examples/versions.ts      on that endpoint
import {
  type BackfillFailure,
  backfill,
  type CheckpointStore,
  CommandExecutor,
  Entity,
  Repository,
  SchemaVersionError,
  upgrade,
} from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { integer, number, optional, string } from 'superstruct'

const common = { table: 'DyntasticExampleProducts', key: { partition: 'id' } } as const
const note = optional(string())

// The program as it was two years ago, one year ago, and as it is today.
const First = new Entity({
  ...common,
  name: 'Product',
  attributes: { id: string(), name: string(), cents: integer(), note },
})
const fromFirst = upgrade(1, { name: string(), cents: integer() }, ({ name, cents }) => {
  if (cents < 0) throw new Error('a product has no negative price')
  return { name, price: cents / 100 }
})
const Second = new Entity({
  ...common,
  name: 'Product',
  attributes: { id: string(), name: string(), price: number(), note },
  schemaVersion: { attribute: '_v', current: 2, upgrades: [fromFirst] },
})
const Product = new Entity({
  ...common,
  name: 'Product',
  attributes: { id: string(), title: string(), price: number(), note },
  schemaVersion: {
    attribute: '_v',
    current: 3,
    upgrades: [
      fromFirst,
      upgrade(2, { name: string(), price: number() }, ({ name, price }) => ({ title: name, price })),
    ],
  },
})

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor({ ...(local && { client: local.client }), scans: 'allow' })
const [first, second, products] = [
  new Repository(First, executor),
  new Repository(Second, executor),
  new Repository(Product, executor),
]

try {
  await products.createTable()
  await first.saveMany(
    Array.from({ length: 60 }, (_, at) => ({ id: `a${at}`, name: `Pen ${at}`, cents: 250 + at })),
  )
  await second.saveMany(
    Array.from({ length: 40 }, (_, at) => ({ id: `b${at}`, name: `Ink ${at}`, price: 4 })),
  )
  await products.save({ id: 'c0', title: 'Nib', price: 1.5 })

  // Every read upgrades what it finds, and writes nothing.
  console.log('1. ', await products.get('a0'), await products.query().where('id').eq('b0'))

  // An update compares and changes the current form: an older item is upgraded before.
  console.log('2. ', await products.update('a0').add('price', 1).if('title').eq('Pen 0'))

  // An item that cannot be upgraded is refused by name, or skipped if the caller says so.
  await first.save({ id: 'a1', name: 'Pen 1', cents: -1 })
  const refused = await products
    .get('a1')
    .execute()
    .catch((error: Error) => error)
  console.log('3. ', refused instanceof SchemaVersionError && refused.message)
  console.log('4. ', (await products.scan().onInvalid('skip')).length, 'of 101')

  // A backfill at 500 units per second, which is killed after its first page, and goes on.
  let saved: string | undefined
  const checkpoint: CheckpointStore = {
    load: () => saved,
    save: (text) => {
      saved = text
    },
  }
  const lost: BackfillFailure[] = []
  const onFailure = (failure: BackfillFailure) => void lost.push(failure)
  const options = { segments: 2, rate: { read: 500, write: 500 }, checkpoint, onFailure }
  const killed = new AbortController()
  const run = backfill(products, { ...options, signal: killed.signal, onProgress: () => killed.abort() })
  console.log('5. ', await run.catch((error: Error) => error.name))
  const { items, upgraded, failed, versions } = await backfill(products, options)
  console.log('6. ', { items, upgraded, failed, versions })
  console.log(
    '7. ',
    lost.map(({ key, version }) => ({ key, version })),
  )

  // What an old program writes behind it is found by the next run.
  await first.save({ id: 'a1', name: 'Pen 1', cents: 251 })
  console.log('8. ', (await backfill(products)).versions)
} finally {
  await products.deleteTable()
  await local?.stop()
}
