// One process that measures a get that is observed against one that nobody observes, with the whole SDK stack over a
// canned response. Prints JSON: the ratio, and the heap of both. Run with --expose-gc and a large young generation.
import assert from 'node:assert/strict'
import { tracingChannel } from 'node:diagnostics_channel'
import { getHeapStatistics } from 'node:v8'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { integer, string } from 'superstruct'
import { CommandExecutor, Entity, Repository } from '../../dist/esm/index.js'
import { openTelemetry } from '../../dist/esm/otel/index.js'
import { cannedClient } from './clients.mjs'
import { compare } from './measure.mjs'

const plans = {
  normal: { pairs: 60, slice: 10, warmup: { calls: 10_000, least: 1_000, most: 10_000 } },
  quick: { pairs: 15, slice: 8, warmup: { calls: 1_000, least: 300, most: 1_000 } },
}

const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: { id: string(), email: string(), age: integer() },
  key: { partition: 'id' },
})
const Item = { id: { S: 'u1' }, email: { S: 'ann@example.com' }, age: { N: '41' } }

let events = 0
const count = () => {
  events++
}
const channel = tracingChannel('dyntastic:command')
const subscriber = { start: count, asyncEnd: count }
let isSubscribed = false

/** Channels belong to the process: whoever runs next says whether somebody listens. */
function listenToChannel(wanted) {
  if (isSubscribed === wanted) return
  if (wanted) channel.subscribe(subscriber)
  else channel.unsubscribe(subscriber)
  isSubscribed = wanted
}

function registerOpenTelemetry() {
  const span = { onStart: count, onEnd: count, shutdown: async () => {}, forceFlush: async () => {} }
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [span] }))
}

/** How a get is observed: the observers of its executor, and what is set up for the process. */
const ways = {
  onCommand: { observers: () => [{ onCommand: count }] },
  'start and end': { observers: () => [{ onCommandStart: count, onCommand: count }] },
  channel: { observers: () => [], channel: true },
  'otel without SDK': { observers: () => [openTelemetry()], silent: true },
  'otel with SDK': { observers: () => [openTelemetry()], before: registerOpenTelemetry },
}

const [name, plan = 'normal'] = process.argv.slice(2)
const way = ways[name]
way.before?.()

function calling(observers, isOnChannel) {
  const { client } = cannedClient('full', { Item })
  const users = new Repository(User, new CommandExecutor({ client, observers }))
  return async () => {
    listenToChannel(isOnChannel)
    return await users.get('u1')
  }
}

const alone = calling([], false)
const observed = calling(way.observers(), way.channel === true)
assert.equal((await observed()).age, 41)
if (way.silent !== true) assert.ok(events > 0, `${name} observed nothing`)
const before = events
assert.equal((await alone()).age, 41)
assert.equal(events, before)

const { ratio, base } = await compare(alone, observed, plans[plan])
const bytes = [await allocated(alone), await allocated(observed)]
process.stdout.write(`${JSON.stringify({ ratio, base, bytes })}\n`)

async function allocated(operation, times = 400) {
  for (let call = 0; call < times; call++) await operation()
  globalThis.gc()
  const from = getHeapStatistics().used_heap_size
  for (let call = 0; call < times; call++) await operation()
  return (getHeapStatistics().used_heap_size - from) / times
}
