// Executor for unit tests: records commands and replies to them from a script; nothing leaves the process.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { kindOf } from '../errors/failures.js'
import { InvalidOptionError } from '../errors/invalid-option-error.js'
import { oneOf } from '../errors/option-kinds.js'
import { checkOptions, hasProperties, type OptionTable, wrongKind } from '../errors/option-table.js'
import { CommandExecutor } from '../executor/command-executor.js'
import { type ExecutorOptions, executorOptions } from '../executor/executor-options.js'
import { callNames } from '../executor/sending/commands.js'
import type { CallName, Calls } from '../operation/ground/request.js'
import { isDeclaredClass } from '../util/declared-class.js'
import { isThenable } from '../util/quieted.js'

/** The reply to a call: an output of the SDK, an error to reject with, or a function of the command's input. */
export type Answer<N extends CallName> =
  | Partial<Calls[N]['output']>
  | Error
  | ((input: Calls[N]['input']) => Partial<Calls[N]['output']> | Promise<Partial<Calls[N]['output']>>)

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

/** The options of a recorder: those of an executor, without `client`. */
export type RecorderOptions = Omit<ExecutorOptions, 'client'>

/**
 * An executor that replies from a script and records commands, for unit tests of code that uses repositories, without a
 * mock or an engine. Reads must be scripted, and so must writes that request an item, such as an `update` (which
 * resolves to the new item unless `.returning('none')` is used). All other writes succeed by default.
 * @example
 * const recorder = new Recorder()
 * recorder.answer('GetItem', { Item: User.encode(alice) })
 * await new Repository(User, recorder).get('u1')   // alice
 * recorder.inputs('GetItem')                       // [{ TableName: 'users', Key: { userId: { S: 'u1' } } }]
 */
export class Recorder extends CommandExecutor {
  /** @internal */
  readonly script: Script

  /** @throws InvalidOptionError if an option does not exist, or for `client`, because a recorder has its own. */
  constructor(options: RecorderOptions = {}) {
    const script: Script = { commands: [], once: new Map(), always: new Map() }
    super({ ...checked(options), client: scriptedClient(script) })
    this.script = script
  }

  /** The commands sent so far, oldest first. */
  get commands(): readonly RecordedCommand[] {
    return this.script.commands
  }

  /** Returns the inputs of the commands of one call, oldest first. @example recorder.inputs('PutItem')[0]?.Item */
  inputs<N extends CallName>(call: N): Calls[N]['input'][] {
    checkCall('recorder.inputs', call)
    return this.script.commands
      .filter((each): each is RecordedCommand<N> => each.call === call)
      .map(({ input }) => input)
  }

  /**
   * Scripts replies to the next calls of this name, one per call, in this order.
   * @example recorder.answer('UpdateItem', { Attributes: User.encode(alice) }, new Error('down'))
   * @throws InvalidOptionError if the library sends no call of this name, or if a reply is missing or unknown.
   */
  answer<N extends CallName>(call: N, ...replies: Answer<N>[]): this {
    checkCall('recorder.answer', call)
    checkReplies('recorder.answer', replies.length === 0 ? [undefined] : replies)
    this.script.once.set(call, [...(this.script.once.get(call) ?? []), ...replies])
    return this
  }

  /**
   * Scripts the reply to every call of this name that has no reply of its own left.
   * @example recorder.always('Query', { Items: [] })
   * @throws InvalidOptionError if the library sends no call of this name, or if a reply is missing or unknown.
   */
  always<N extends CallName>(call: N, reply: Answer<N>): this {
    checkCall('recorder.always', call)
    checkReplies('recorder.always', [reply])
    this.script.always.set(call, reply)
    return this
  }

  /** Forgets the recorded commands and the script. @example beforeEach(() => recorder.reset()) */
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

const callKind = oneOf(...callNames)

function checkCall(operation: string, call: string): void {
  const fault = callKind.fault(call, 'call')
  if (fault !== undefined) throw new InvalidOptionError({ operation, ...fault })
}

function checkReplies(operation: string, replies: readonly unknown[]): void {
  for (const reply of replies) {
    if (typeof reply === 'function' ? !isDeclaredClass(reply) : isReply(reply)) continue
    const fault = wrongKind('reply', 'an output, an Error, or a function of the input', reply)
    throw new InvalidOptionError({ operation, ...fault })
  }
}

const isReply = (reply: unknown): boolean => reply instanceof Error || hasProperties(reply)

// Whether the response to a write contains an item (ReturnValues).
function returnsItem(input: unknown): boolean {
  const { ReturnValues = 'NONE' }: { readonly ReturnValues?: unknown } = Object(input)
  return ReturnValues !== 'NONE'
}

const reads = /^(?:Get|BatchGet|TransactGet|Describe|List|Query|Scan)/

// A real client, so that it can be used wherever one is expected; only sending is replaced.
function scriptedClient(script: Script): DynamoDBClient {
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'recorder', secretAccessKey: 'recorder' },
  })
  const send = async (command: object): Promise<unknown> => {
    const call = callOf(command)
    const input = Reflect.get(command, 'input') as RecordedCommand['input']
    script.commands.push({ call, input })
    const given = replyTo(script, call, input)
    const reply = (isThenable(given) ? await given : given) ?? unscripted(call, input)
    if (reply instanceof Error) throw reply
    if (isReply(reply)) return { $metadata: {}, ...Object(reply) }
    throw new Error(
      `the function that replies to ${call} must return an output or an Error, but returned ${kindOf(reply)}`,
    )
  }
  return Object.defineProperty(client, 'send', { value: send })
}

// Determined by the SDK's schema of the call, because minifiers change class names. SDKs before the schemas have only
// the name.
function callOf(command: object): CallName {
  const schema: unknown = Reflect.get(command, 'schema')
  const name: unknown = Array.isArray(schema) ? schema[2] : command.constructor.name.replace(/Command$/, '')
  return name as CallName
}

function replyTo(script: Script, call: string, input: unknown): unknown {
  const waiting = script.once.get(call)
  const next: unknown =
    waiting !== undefined && waiting.length > 0 ? waiting.shift() : script.always.get(call)
  return typeof next === 'function' ? next(input) : next
}

function unscripted(call: string, input: unknown): object {
  if (!reads.test(call) && !returnsItem(input)) return {}
  const example = reads.test(call) ? '…' : '{ Attributes: … }'
  throw new Error(`no reply is scripted for ${call}: script one with recorder.answer('${call}', ${example})`)
}
