// Streams of one engine: their shards and change records, in order, for 24 hours.

import type { WireItem } from '../values/wire.js'
import { sameValue } from '../values/wire-values.js'
import type { Clock } from './clock.js'
import { OrderedTree, type Owner } from './ordered-tree.js'
import type { KeyElement, StreamDefinition, TableDefinition } from './table-definition.js'

const hour = 60 * 60 * 1000
/** "All data in DynamoDB Streams is subject to a 24-hour lifetime." */
const lifetime = 24 * hour
/** The service closes a shard, and opens its child, after about 4 hours. */
const shardTime = 4 * hour

/** A change of one item. The items are those that are stored; nothing changes them. */
export interface ChangeRecord {
  readonly sequence: number
  readonly time: number
  readonly before: WireItem | undefined
  readonly next: WireItem | undefined
  /** Whether time to live removed the item. */
  readonly expired: boolean
}

/**
 * A part of a stream. Records of an open shard have numbers above `first`; those of a closed one lie between `first`
 * and `last`.
 */
export interface Shard {
  readonly id: string
  readonly parent?: string
  readonly first: number
  readonly opened: number
  readonly end?: { readonly last: number; readonly time: number }
}

/** A stream at one moment. A change makes a new one. */
export interface StreamState {
  readonly table: string
  readonly label: string
  readonly viewType: StreamDefinition['viewType']
  readonly key: readonly KeyElement[]
  readonly created: number
  /** When it is no longer being enabled. */
  readonly enabled: number
  /** When it was switched off, and when it is no longer being disabled. */
  readonly end?: { readonly time: number; readonly disabled: number }
  /** Oldest first; the last one is open while the stream is. */
  readonly shards: readonly Shard[]
  /** The last sequence number that was trimmed. */
  readonly trimmed: number
}

/** All streams at one moment. */
export interface StreamSnapshot {
  readonly streams: OrderedTree<StreamState>
  readonly records: OrderedTree<ChangeRecord>
}

export class StreamLog {
  private owner: Owner = {}
  private streams = new OrderedTree<StreamState>()
  private records = new OrderedTree<ChangeRecord>()
  /** Never goes back, not even with a snapshot: a consumer that outlives a restore sees what is written after it. */
  private sequence = 0

  constructor(private readonly clock: Clock) {}

  /** The sequence number of the next record, or a smaller one. */
  get next(): number {
    return this.sequence + 1
  }

  /** Opens and closes streams as the definition of a table says. */
  follow(before: TableDefinition | undefined, after: TableDefinition | undefined): void {
    const old = streamOf(before)
    const next = streamOf(after)
    if (old?.label === next?.label) return
    const until = after?.transition?.until ?? this.clock.now()
    if (before !== undefined && old !== undefined) this.close(nameOf(before.name, old.label), until)
    if (after !== undefined && next !== undefined) this.open(after, next, until)
  }

  /** A time from `now` on, in milliseconds, at which no other stream of the table was switched on. */
  freeTime(table: string, now: number): number {
    let time = now
    while (this.streams.get(nameOf(table, labelOf(time))) !== undefined) time += 1
    return time
  }

  /** Records a change of an item, unless the item stays as it was. */
  append(
    { name, stream }: TableDefinition,
    before: WireItem | undefined,
    next: WireItem | undefined,
    expired: boolean,
  ): void {
    if (stream === undefined || (before && next && sameValue({ M: before }, { M: next }))) return
    const key = nameOf(name, stream.label)
    const time = this.clock.now()
    const state = this.streams.get(key)
    if (state !== undefined && isDue(state, time)) this.settle(key, state)
    const sequence = this.count()
    this.records.set(this.owner, recordKey(key, sequence), { sequence, time, before, next, expired })
  }

  /** A stream as it is now: what is older than 24 hours is gone. */
  find(table: string, label: string): StreamState | undefined {
    const key = nameOf(table, label)
    const state = this.streams.get(key)
    return state === undefined ? undefined : this.settle(key, state)
  }

  /** All streams, by table and time. */
  all(): StreamState[] {
    const known: [string, StreamState][] = []
    this.streams.ascend(undefined, (state, key) => known.push([key, state]) > 0)
    return known.flatMap(([key, state]) => this.settle(key, state) ?? [])
  }

  /** Visits the records of a shard from a sequence number on, until `visit` returns false. */
  read(
    { table, label }: StreamState,
    { end }: Shard,
    from: number,
    visit: (record: ChangeRecord) => boolean,
  ): void {
    const key = nameOf(table, label)
    this.records.ascend({ text: recordKey(key, from), after: false }, (record, at) => {
      if (!at.startsWith(`${key}/`) || record.sequence > (end?.last ?? record.sequence)) return false
      return visit(record)
    })
  }

  snapshot(): StreamSnapshot {
    const { streams, records } = this
    this.restore({ streams, records })
    return { streams, records }
  }

  restore({ streams, records }: StreamSnapshot): void {
    this.streams = streams.copy()
    this.records = records.copy()
    this.owner = {}
  }

  private count(): number {
    this.sequence += 1
    return this.sequence
  }

  private open(
    { name: table, key }: TableDefinition,
    { label, viewType }: StreamDefinition,
    enabled: number,
  ): void {
    const created = this.clock.now()
    const shards = [this.newShard()]
    const state = { table, label, viewType, key, created, enabled, shards, trimmed: 0 }
    this.streams.set(this.owner, nameOf(table, label), state)
  }

  private close(key: string, disabled: number): void {
    const state = this.streams.get(key)
    if (state === undefined) return
    const time = this.clock.now()
    const shards = state.shards.map((shard) => (shard.end === undefined ? this.closed(shard, time) : shard))
    this.streams.set(this.owner, key, { ...state, shards, end: { time, disabled } })
  }

  // Rolls the open shard when its time is over, and forgets what is older than 24 hours.
  private settle(key: string, state: StreamState): StreamState | undefined {
    const horizon = this.clock.now() - lifetime
    const gone = state.end !== undefined && state.end.time < horizon
    const trimmed = this.trim(key, gone ? Number.POSITIVE_INFINITY : horizon) ?? state.trimmed
    if (gone) {
      this.streams.delete(this.owner, key)
      return undefined
    }
    const rolled = this.rolled(state).filter(({ end }) => end === undefined || end.time >= horizon)
    if (trimmed === state.trimmed && rolled.length === state.shards.length) return state
    const settled = { ...state, shards: rolled, trimmed }
    this.streams.set(this.owner, key, settled)
    return settled
  }

  private rolled(state: StreamState): readonly Shard[] {
    const last = state.shards.at(-1)
    if (last === undefined || !isDue(state, this.clock.now())) return state.shards
    const closed = this.closed(last, last.opened + shardTime)
    return [...state.shards.slice(0, -1), closed, this.newShard(last.id)]
  }

  // Removes the records that are older than a time; returns the sequence number of the last one.
  private trim(key: string, horizon: number): number | undefined {
    const old: number[] = []
    this.records.ascend({ text: `${key}/`, after: false }, ({ sequence, time }, at) => {
      if (!at.startsWith(`${key}/`) || time >= horizon) return false
      return old.push(sequence) > 0
    })
    for (const sequence of old) this.records.delete(this.owner, recordKey(key, sequence))
    return old.at(-1)
  }

  private newShard(parent?: string): Shard {
    const first = this.count()
    const opened = this.clock.now()
    const id = `shardId-${String(opened).padStart(20, '0')}-${first.toString(16).padStart(8, '0')}`
    return { id, first, opened, ...(parent !== undefined && { parent }) }
  }

  private closed(shard: Shard, time: number): Shard {
    return { ...shard, end: { last: this.count(), time } }
  }
}

/** The label of a stream that is switched on at a time. */
export function labelOf(time: number): string {
  return new Date(time).toISOString().replace('Z', '')
}

/** A sequence number as requests and responses have it: 21 digits. */
export function sequenceText(sequence: number): string {
  return `1${String(sequence).padStart(20, '0')}`
}

function isDue({ shards }: StreamState, now: number): boolean {
  const last = shards.at(-1)
  return last !== undefined && last.end === undefined && now - last.opened >= shardTime
}

// A table that is being deleted has no stream any more.
function streamOf(definition: TableDefinition | undefined): StreamDefinition | undefined {
  return definition?.transition?.status === 'DELETING' ? undefined : definition?.stream
}

function nameOf(table: string, label: string): string {
  return `${table}/${label}`
}

function recordKey(stream: string, sequence: number): string {
  return `${stream}/${sequenceText(sequence)}`
}
