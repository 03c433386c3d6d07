// Types of a function of Lambda for a stream: its event and its context.

/** The event that a function receives: that of Lambda, with binary values as base64. */
export interface DeliveryEvent {
  readonly Records: {
    readonly eventID: string
    readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
    readonly eventSourceARN: string
    readonly dynamodb: {
      readonly Keys: { readonly [name: string]: object }
      readonly NewImage?: { readonly [name: string]: object }
      readonly OldImage?: { readonly [name: string]: object }
      readonly SequenceNumber: string
      readonly StreamViewType: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY'
    }
  }[]
}

/** A function of Lambda, such as `streamHandler` returns. As a method, it takes functions with Lambda's own types. */
export type DeliveryFunction = {
  call(
    event: DeliveryEvent,
    context: DeliveryContext,
    callback: (error?: unknown, value?: unknown) => void,
  ): unknown
}['call']

/** The parts of Lambda's context that the function can use. */
export interface DeliveryContext {
  readonly functionName: string
  readonly functionVersion: string
  readonly invokedFunctionArn: string
  readonly memoryLimitInMB: string
  readonly awsRequestId: string
  readonly logGroupName: string
  readonly logStreamName: string
  callbackWaitsForEmptyEventLoop: boolean
  /**
   * The time that is left of the invocation.
   * @example if (context.getRemainingTimeInMillis() < 1_000) return
   */
  getRemainingTimeInMillis(): number
}
