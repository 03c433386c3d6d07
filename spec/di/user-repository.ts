// The repositories and the services that the container specs inject: plain classes, as a user would write them.
import { expect } from 'chai'
import { Collection, type CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import type { Recorder } from 'dyntastic/testing'
import { integer, literal, string } from 'superstruct'

export const User = new Entity({
  name: 'User',
  table: 'di-users',
  attributes: { userId: string(), age: integer() },
  key: { partition: 'userId' },
})

export class UserRepository extends Repository<typeof User> {
  constructor(executor: CommandExecutor) {
    super(User, executor)
  }

  adult(userId: string) {
    return this.get(userId).select('userId')
  }
}

export class Greeter {
  readonly users: UserRepository

  constructor(users: UserRepository) {
    this.users = users
  }

  async ageOf(userId: string): Promise<number | undefined> {
    const user = await this.users.get(userId)
    return user?.age
  }
}

export const Note = new Entity({
  name: 'Note',
  table: 'di-notes',
  attributes: { noteId: string(), text: string() },
  key: { partition: 'noteId' },
})

export class NoteRepository extends Repository<typeof Note> {
  constructor(executor: CommandExecutor) {
    super(Note, executor)
  }
}

/** Writes, and knows nothing of who may have opened a transaction. */
export class Journal {
  readonly notes: NoteRepository

  constructor(notes: NoteRepository) {
    this.notes = notes
  }

  async write(noteId: string, text: string): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    await this.notes.save({ noteId, text })
  }
}

/** Opens a transaction around what it and others write. */
export class Registration {
  readonly executor: CommandExecutor
  readonly users: UserRepository
  readonly journal: Journal

  constructor(executor: CommandExecutor, users: UserRepository, journal: Journal) {
    this.executor = executor
    this.users = users
    this.journal = journal
  }

  async register(userId: string, age: number): Promise<void> {
    await this.executor.transaction(async () => {
      await this.users.create({ userId, age })
      await this.journal.write(`welcome ${userId}`, 'hello')
      if (age < 18) throw new Error('too young')
    })
  }
}

/**
 * A registration on an injected executor is one transaction, also if two run at once; if it throws, nothing is
 * written.
 */
export async function expectOneTransaction(registration: Registration, recorder: Recorder): Promise<void> {
  const outcomes = await Promise.allSettled([
    registration.register('u1', 31),
    registration.register('u2', 5),
    registration.register('u3', 40),
  ])
  expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled'])
  expect(recorder.commands.map(({ call }) => call)).to.deep.equal([
    'TransactWriteItems',
    'TransactWriteItems',
  ])
  const written = recorder
    .inputs('TransactWriteItems')
    .map(({ TransactItems = [] }) =>
      TransactItems.map(({ Put }) => [Put?.TableName, Put?.Item?.['userId']?.S ?? Put?.Item?.['noteId']?.S]),
    )
  expect(written).to.deep.equal(
    ['u1', 'u3'].map((id) => [
      ['di-users', id],
      ['di-notes', `welcome ${id}`],
    ]),
  )
}

const post = new Table({ name: 'di-posts' })
const inThread = { partition: 'threadId', sort: 'at' } as const
export const Post = new Entity({
  name: 'Post',
  table: post,
  attributes: { threadId: string(), at: string(), kind: literal('post'), text: string() },
  key: inThread,
})
export const Like = new Entity({
  name: 'Like',
  table: post,
  attributes: { threadId: string(), at: string(), kind: literal('like') },
  key: inThread,
})

/** A collection with a plain constructor. */
export class Threads extends Collection<{ posts: typeof Post; likes: typeof Like }> {
  constructor(executor: CommandExecutor) {
    super({ posts: Post, likes: Like }, executor)
  }

  of(threadId: string) {
    return this.query().where('threadId').eq(threadId)
  }
}

/** What a recorder returns for a thread, and that the collection puts it into groups. */
export const threadItems = {
  Items: [
    { threadId: { S: 't1' }, at: { S: '1' }, kind: { S: 'post' }, text: { S: 'x' } },
    { threadId: { S: 't1' }, at: { S: '2' }, kind: { S: 'like' } },
  ],
  Count: 2,
}
export async function expectThread(threads: Threads): Promise<void> {
  const { posts, likes } = await threads.of('t1')
  expect([posts.length, likes.length]).deep.equal([1, 1])
}
