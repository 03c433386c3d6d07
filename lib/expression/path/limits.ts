// DynamoDB's limits of one expression ("Service, account, and table quotas", Expression parameters).

export const expressionLimits = {
  /** Length of the expression text. */
  bytes: 4096,
  /** Operators and functions: each comparison, IN, BETWEEN, function, size, AND, OR and NOT counts as one. */
  operators: 300,
  /** Operands of one IN. */
  inOperands: 100,
  /** Nesting levels of one path: names and list indexes together. */
  levels: 32,
} as const
