// Order of a command's middleware, computed once per client and command class instead of on every call.

type Handler = (args: unknown) => unknown
type Middleware = (next: Handler, context: unknown) => Handler
type Position = Readonly<Record<string, unknown>>

/** The part of the SDK's MiddlewareStack (@smithy/types) that is used here. */
export interface Stack {
  add(middleware: Middleware, position: Position): void
  addRelativeTo(middleware: Middleware, position: Position): void
  applyToStack(stack: object): void
  concat(stack: Stack): Stack
  resolve(handler: Handler, context: unknown): Handler
  identifyOnResolve?(): boolean
}

interface Entry {
  readonly middleware: Middleware
  readonly position: Position
  readonly relative: boolean
}

interface Plan {
  readonly ofClient: readonly Entry[]
  readonly ofCommand: readonly Entry[]
  /** Indexes into both lists, the client's first; innermost middleware first. */
  readonly order: readonly number[]
}

/** Plans by the client's stack and the command's class. */
export type Plans = WeakMap<object, Map<unknown, Plan>>

/**
 * Returns a replacement for a client's stack, for `command.resolveMiddleware`. It resolves to the same chain of the
 * same middleware, created for this call, in the order of the SDK's own stack. Only the order is cached, and only while
 * both stacks hold the same entries, so that middleware added or removed later takes effect immediately.
 */
export function plannedStack(client: Stack, Command: unknown, emptyStack: () => Stack, plans: Plans): Stack {
  return Object.create(client, {
    concat: {
      value: (command: Stack): Stack => {
        if (client.identifyOnResolve?.() === true) return client.concat(command)
        const ofClient = entriesOf(client)
        const ofCommand = entriesOf(command)
        const { order } = planOf(plans, client, Command, ofClient, ofCommand, emptyStack)
        const resolve = (handler: Handler, context: unknown): Handler => {
          let chain = handler
          for (const index of order) {
            const entry = index < ofClient.length ? ofClient[index] : ofCommand[index - ofClient.length]
            if (entry !== undefined) chain = entry.middleware(chain, context)
          }
          return chain
        }
        return Object.create(command, { resolve: { value: resolve } })
      },
    },
  })
}

function planOf(
  plans: Plans,
  client: Stack,
  Command: unknown,
  ofClient: readonly Entry[],
  ofCommand: readonly Entry[],
  emptyStack: () => Stack,
): Plan {
  const known = plans.get(client)?.get(Command)
  if (
    known !== undefined &&
    sameEntries(known.ofClient, ofClient, true) &&
    sameEntries(known.ofCommand, ofCommand, false)
  )
    return known
  const plan = { ofClient, ofCommand, order: orderOf([...ofClient, ...ofCommand], emptyStack()) }
  const byCommand = plans.get(client) ?? new Map<unknown, Plan>()
  plans.set(client, byCommand.set(Command, plan))
  return plan
}

// A stack reveals its entries when it adds them to another stack, which is how it is copied (`applyToStack`).
function entriesOf(stack: Stack): Entry[] {
  const entries: Entry[] = []
  stack.applyToStack({
    add: (middleware: Middleware, position: Position) =>
      entries.push({ middleware, position, relative: false }),
    addRelativeTo: (middleware: Middleware, position: Position) =>
      entries.push({ middleware, position, relative: true }),
  })
  return entries
}

const places = ['name', 'step', 'priority', 'relation', 'toMiddleware'] as const

// A command adds new closures on each call, so only their positions are compared.
function sameEntries(known: readonly Entry[], now: readonly Entry[], byMiddleware: boolean): boolean {
  if (known.length !== now.length) return false
  return known.every((entry, index) => {
    const other = now[index]
    if (other === undefined || (byMiddleware && entry.middleware !== other.middleware)) return false
    return places.every((place) => entry.position[place] === other.position[place])
  })
}

// The SDK's stack sorts placeholders, each of which records its own number when it is reached.
function orderOf(entries: readonly Entry[], stack: Stack): number[] {
  const order: number[] = []
  entries.forEach(({ position, relative }, index) => {
    const standIn: Middleware = (next) => {
      order.push(index)
      return next
    }
    const { middleware: _, ...place } = position
    if (relative) stack.addRelativeTo(standIn, place)
    else stack.add(standIn, place)
  })
  stack.resolve(() => undefined, {})
  return order
}
