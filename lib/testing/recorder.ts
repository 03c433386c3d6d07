// An executor for unit tests: it keeps the commands and answers them from a script; nothing leaves the process.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { checkOptions, type OptionTable } from '../errors/option-table.js'
import { CommandExecutor } from '../executor/command-executor.js'
import { type ExecutorOptions, executorOptions } from '../executor/executor-options.js'
import type { CallName, Calls } from '../operation/ground/request.js'

/** What a call is answered with: the SDK's output, an error to reject with, or a function of the command's input. */
export type Answer<N extends CallName> =
  | Partial<Calls[N]['output']>
  | Error
  | ((input: Calls[N]['input']) => Partial<Calls[N]['output']>)

/** A command as it was sent. */
export interface RecordedCommand<N extends CallName = CallName> {
  readonly call: N
  readonly input: Calls[N]['input']
}

interface Script {
  readonly commands: RecordedCommand[]
  readonly once: Map<string, unknown[]>
  readonly always: Map<string, unknown>
}

/** The options of a recorder: those of an executor, without its client. */
export type RecorderOptions = Omit<ExecutorOptions, 'client'>

/**
 * An executor that answers from a script and keeps the commands: for unit tests of code that uses repositories, without a mock
 * and without an engine. Reads must be scripted, and so must writes that ask for an item, such as an `update` (which resolves to the new
 * item unless it says `.returning('none')`). Other writes are answered as if they had succeeded.
 * @example
 * const recorder = new Recorder()
 * recorder.answer('GetItem', { Item: User.encode(alice) })
 * await new Repository(User, recorder).get('u1')   // alice
 * recorder.inputs('GetItem')                       // [{ TableName: 'users', Key: { userId: { S: 'u1' } } }]
 */
export class Recorder extends CommandExecutor {
  /** @internal */
  readonly script: Script

  /** @throws InvalidOptionError for an option that no executor has, or for a `client`: a recorder has its own. */
  constructor(options: RecorderOptions = {}) {
    const script: Script = { commands: [], once: new Map(), always: new Map() }
    super({ ...checked(options), client: scriptedClient(script) })
    this.script = script
  }

  /** The commands sent so far, oldest first. */
  get commands(): readonly RecordedCommand[] {
    return this.script.commands
  }

  /** The inputs of the commands of one call, oldest first. */
  inputs<N extends CallName>(call: N): Calls[N]['input'][] {
    return this.script.commands
      .filter((each): each is RecordedCommand<N> => each.call === call)
      .map(({ input }) => input)
  }

  /** Answers the next calls of this name, one answer a call, in this order. */
  answer<N extends CallName>(call: N, ...answers: Answer<N>[]): this {
    this.script.once.set(call, [...(this.script.once.get(call) ?? []), ...answers])
    return this
  }

  /** Answers every call of this name for which no single answer is left. */
  always<N extends CallName>(call: N, answer: Answer<N>): this {
    this.script.always.set(call, answer)
    return this
  }

  /** Forgets commands and answers. */
  reset(): void {
    this.script.commands.length = 0
    this.script.once.clear()
    this.script.always.clear()
  }
}

function checked(options: RecorderOptions): RecorderOptions {
  const { client: _, ...table } = executorOptions
  checkOptions<RecorderOptions>(table satisfies OptionTable<RecorderOptions>, options, {
    operation: 'Recorder',
  })
  return options
}

// A write whose response holds an item (ReturnValues).
function asksForItem(input: unknown): boolean {
  const { ReturnValues = 'NONE' }: { readonly ReturnValues?: unknown } = Object(input)
  return ReturnValues !== 'NONE'
}

const reads = /^(?:Get|BatchGet|TransactGet|Describe|List|Query|Scan)/

// A real client, so that it stands wherever one is expected; only sending is replaced.
function scriptedClient(script: Script): DynamoDBClient {
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'recorder', secretAccessKey: 'recorder' },
  })
  const send = async (command: object): Promise<unknown> => {
    const call = callOf(command)
    const input = Reflect.get(command, 'input') as RecordedCommand['input']
    script.commands.push({ call, input })
    return { $metadata: {}, ...answerTo(script, call, input) }
  }
  return Object.defineProperty(client, 'send', { value: send })
}

// By the SDK's schema of the call: minifiers change the names of classes. SDKs before the schemas have the name alone.
function callOf(command: object): CallName {
  const schema: unknown = Reflect.get(command, 'schema')
  const name: unknown = Array.isArray(schema) ? schema[2] : command.constructor.name.replace(/Command$/, '')
  return name as CallName
}

function answerTo(script: Script, call: string, input: unknown): object {
  const waiting = script.once.get(call)
  const next: unknown =
    waiting !== undefined && waiting.length > 0 ? waiting.shift() : script.always.get(call)
  const answer: unknown = typeof next === 'function' ? next(input) : next
  if (answer === undefined) {
    if (!reads.test(call) && !asksForItem(input)) return {}
    const example = reads.test(call) ? '…' : '{ Attributes: … }'
    throw new Error(`nothing answers this ${call}: script it with recorder.answer('${call}', ${example})`)
  }
  if (answer instanceof Error) throw answer
  return Object(answer)
}
