// NestJS injects repositories and the executor: by factory providers, by decorated parameters, and overridden in tests.
import 'reflect-metadata'
import { Inject, Injectable, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { expect } from 'chai'
import type { CommandExecutor } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { onEachTransport } from '../support/transports.js'
import {
  expectOneTransaction,
  expectThread,
  Greeter,
  Journal,
  NoteRepository,
  Registration,
  Threads,
  threadItems,
  UserRepository,
} from './user-repository.js'

@Injectable()
class NestGreeter extends Greeter {
  constructor(@Inject(UserRepository) users: UserRepository) {
    super(users)
  }
}

onEachTransport('NestJS', (CommandExecutor) => {
  it('injects a repository and closes the executor with the application', async () => {
    const recorder = new Recorder().answer('GetItem', { Item: { userId: { S: 'u1' }, age: { N: '31' } } })

    @Module({
      providers: [
        { provide: CommandExecutor, useFactory: () => recorder },
        {
          provide: UserRepository,
          useFactory: (executor: CommandExecutor) => new UserRepository(executor),
          inject: [CommandExecutor],
        },
      ],
      exports: [UserRepository],
    })
    class DataModule {}

    @Module({ imports: [DataModule], providers: [NestGreeter] })
    class AppModule {}

    const app = await NestFactory.createApplicationContext(AppModule, { logger: false })
    try {
      const greeter = app.get(NestGreeter)
      expect(await greeter.ageOf('u1')).to.equal(31)
      expect(greeter.users).to.equal(app.get(UserRepository))
      expect(greeter.users.executor).to.equal(recorder)
    } finally {
      await app.close()
    }
  })

  it('decorates a subclass of Repository itself', async () => {
    @Injectable()
    class Users extends UserRepository {
      constructor(@Inject(CommandExecutor) executor: CommandExecutor) {
        super(executor)
      }
    }
    const executor = new CommandExecutor()

    @Module({ providers: [Users, { provide: CommandExecutor, useValue: executor }] })
    class AppModule {}

    const app = await NestFactory.createApplicationContext(AppModule, { logger: false })
    try {
      expect(app.get(Users).executor).to.equal(executor)
    } finally {
      await app.close()
    }
  })

  it('injects a collection', async () => {
    @Module({
      providers: [
        { provide: CommandExecutor, useFactory: () => new Recorder().answer('Query', threadItems) },
        {
          provide: Threads,
          useFactory: (executor: CommandExecutor) => new Threads(executor),
          inject: [CommandExecutor],
        },
      ],
    })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { logger: false })
    try {
      await expectThread(app.get(Threads))
    } finally {
      await app.close()
    }
  })

  it('a transaction holds what injected repositories and services write', async () => {
    const recorder = new Recorder()

    @Injectable()
    class NestJournal extends Journal {
      constructor(@Inject(NoteRepository) notes: NoteRepository) {
        super(notes)
      }
    }

    @Module({
      providers: [
        { provide: CommandExecutor, useValue: recorder },
        ...[UserRepository, NoteRepository].map((provide) => ({
          provide,
          useFactory: (executor: CommandExecutor) => new provide(executor),
          inject: [CommandExecutor],
        })),
        NestJournal,
        {
          provide: Registration,
          useFactory: (executor: CommandExecutor, users: UserRepository, journal: Journal) =>
            new Registration(executor, users, journal),
          inject: [CommandExecutor, UserRepository, NestJournal],
        },
      ],
    })
    class AppModule {}

    const app = await NestFactory.createApplicationContext(AppModule, { logger: false })
    try {
      await expectOneTransaction(app.get(Registration), recorder)
    } finally {
      await app.close()
    }
  })
})
