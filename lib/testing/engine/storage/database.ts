// Database of one engine: all its tables, with snapshots that cost nothing until something changes.
import { keyText } from '../values/key-text.js'
import type { WireItem, WireObject } from '../values/wire.js'
import type { Clock } from './clock.js'
import { OrderedTree, type Owner } from './ordered-tree.js'
import { StreamLog, type StreamSnapshot } from './stream-log.js'
import type { TableDefinition } from './table-definition.js'
import { type StoredItem, TableState } from './table-state.js'

/** A transaction that was done under a token. */
export interface DoneTransaction {
  readonly content: string
  readonly until: number
  readonly output: WireObject
}

/** Everything that an engine knew at one moment. */
export interface DatabaseSnapshot {
  readonly tables: OrderedTree<TableState>
  readonly tokens: OrderedTree<DoneTransaction>
  readonly endings: OrderedTree<string>
  readonly streams: StreamSnapshot
  readonly time: number
}

interface EarlierState {
  readonly until: number
  readonly tables: OrderedTree<TableState>
}

export class Database {
  private owner: Owner = {}
  private earlier: EarlierState[] = []
  tables = new OrderedTree<TableState>()
  tokens = new OrderedTree<DoneTransaction>()
  /** Tokens in the order in which their time is over. */
  private endings = new OrderedTree<string>()
  readonly streams: StreamLog

  /** Eventually consistent reads do not see what was written in the last `lag` milliseconds. */
  constructor(
    readonly clock: Clock,
    readonly lag = 0,
  ) {
    this.streams = new StreamLog(clock)
  }

  /** The table as a read sees it. */
  table(name: string, consistent = true): TableState | undefined {
    return (consistent ? this.tables : this.visibleTables()).get(name)
  }

  /** To be called before a request that writes, so that eventually consistent reads can lag behind it. */
  beforeWrite(): void {
    if (this.lag === 0) return
    this.earlier = this.earlier.filter(({ until }) => until > this.clock.now())
    this.earlier.push({ until: this.clock.now() + this.lag, tables: this.tables.copy() })
    this.owner = {}
  }

  /** Creates a table, or changes the definition of one, with its items and indexes. */
  define(definition: TableDefinition): TableState {
    const before = this.tables.get(definition.name)
    const state = new TableState(this.owner, definition, before)
    this.streams.follow(before?.definition, definition)
    this.tables.set(this.owner, definition.name, state)
    return state
  }

  drop(name: string): void {
    this.streams.follow(this.tables.delete(this.owner, name)?.definition, undefined)
  }

  /** Stores an item; `key` is its position, if that is already known. */
  put(table: TableState, item: WireItem, key?: string): StoredItem | undefined {
    const state = this.writable(table)
    const before = state.put(item, key)
    const { definition } = state
    if (definition.stream !== undefined) this.streams.append(definition, before?.item, item, false)
    return before
  }

  remove(table: TableState, key: string, expired = false): StoredItem | undefined {
    const state = this.writable(table)
    const before = state.remove(key)
    const { definition } = state
    if (before !== undefined && definition.stream !== undefined)
      this.streams.append(definition, before.item, undefined, expired)
    return before
  }

  /** Remembers a transaction, and forgets those whose time is over. */
  keepToken(token: string, done: DoneTransaction): void {
    const now = this.clock.now()
    const over: string[] = []
    this.endings.ascend(undefined, (other, key) => this.isOver(other, now) && over.push(key) > 0)
    for (const key of over) this.tokens.delete(this.owner, this.endings.delete(this.owner, key) ?? '')
    this.tokens.set(this.owner, token, done)
    this.endings.set(this.owner, keyText({ N: String(done.until) }) + token, token)
  }

  /** Keeps what is there now. It takes the same time, however much that is. */
  snapshot(): DatabaseSnapshot {
    const { tables, tokens, endings } = this
    this.tables = tables.copy()
    this.tokens = tokens.copy()
    this.endings = endings.copy()
    this.owner = {}
    return { tables, tokens, endings, streams: this.streams.snapshot(), time: this.clock.now() }
  }

  /** Goes back to a snapshot, its time included; as often as one likes. */
  restore({ tables, tokens, endings, streams, time }: DatabaseSnapshot): void {
    this.tables = tables.copy()
    this.tokens = tokens.copy()
    this.endings = endings.copy()
    this.streams.restore(streams)
    this.earlier = []
    this.owner = {}
    this.clock.set(time)
  }

  // A token that is used again after its time ends later than this entry says.
  private isOver(token: string, now: number): boolean {
    const done = this.tokens.get(token)
    return done === undefined || done.until < now
  }

  private writable(table: TableState): TableState {
    const current = this.tables.get(table.definition.name) ?? table
    if (current.owner === this.owner) return current
    const own = new TableState(this.owner, current.definition, current)
    this.tables.set(this.owner, own.definition.name, own)
    return own
  }

  private visibleTables(): OrderedTree<TableState> {
    if (this.lag === 0) return this.tables
    const now = this.clock.now()
    return this.earlier.find(({ until }) => until > now)?.tables ?? this.tables
  }
}
