import { type Guard, guardsIn } from "./guard.ts";

/** What is deployed: infra/, the framework's settings, the stages, the workflows. */
export const INFRA_GUARDS: readonly Guard[] = [
  ...guardsIn("infra/roles.ts", "test/infra/roles.test.ts", [
    [
      "a function may send to its dead-letter queue, not to its queue",
      'allow("sqs:SendMessage", arnOf(idsOf(row).deadLetterQueue))',
      'allow("sqs:SendMessage", arnOf(idsOf(row).queue))',
    ],
    ["a role is for one queue", "allow(RECEIVE, arnOf(idsOf(row).queue))", 'allow(RECEIVE, ["*"])'],
    [
      "a role is for one table",
      'allow(READ_AND_WRITE, arnOf("EmployeesTable"))',
      'allow(READ_AND_WRITE, { "Fn::Sub": "arn:aws:dynamodb:*:*:table/*" })',
    ],
    [
      "only the function that creates may create users",
      'may.create ? [newUsers === "invite" ? "chime:InviteUsers" : "chime:CreateUser"] : []',
      '["chime:CreateUser"]',
    ],
    [
      "only the function of leavers may suspend users",
      'may.release && can.deactivate ? ["chime:BatchSuspendUser", "chime:LogoutUser"] : []',
      'can.deactivate ? ["chime:BatchSuspendUser", "chime:LogoutUser"] : []',
    ],
    [
      "wakeWaiting queries its index, and never scans",
      'allow("dynamodb:Query", index)',
      'allow("dynamodb:Scan", index)',
    ],
    ["the lock may delete its own record", '[...READ_AND_WRITE, "dynamodb:DeleteItem"]', "READ_AND_WRITE"],
    [
      "a function hides a message for its backoff",
      '"sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"',
      '"sqs:GetQueueAttributes"',
    ],
    ["a function may trace", "mayLog(logGroup), MAY_TRACE, ...statements", "mayLog(logGroup), ...statements"],
    ["a role logs into its own group", "\\${${logGroup}.Arn}:*", "arn:aws:logs:*:*:*"],
    ["only Lambda takes a role", 'Principal: { Service: "lambda.amazonaws.com" }', 'Principal: "*"'],
    [
      "a replay deletes from dead-letter queues only",
      "allow(RECEIVE, deadLetterQueues)",
      "allow(RECEIVE, [...deadLetterQueues, ...queues])",
    ],
  ]),
  ...guardsIn("infra/queue-policies.ts", "test/infra/bus.test.ts", [
    ["a queue refuses requests without TLS", '"aws:SecureTransport": "false"', '"aws:SecureTransport": "true"'],
    [
      "only a queue's own rule may send",
      'ArnEquals: { "aws:SourceArn": arnOf(rule) }',
      'ArnLike: { "aws:SourceArn": "*" }',
    ],
  ]),
  ...guardsIn("infra/rules.ts", "test/infra/bus.test.ts", [
    ["the bus tries again", "MaximumRetryAttempts: 185", "MaximumRetryAttempts: 0"],
    [
      "what the bus cannot deliver is a dead letter",
      "DeadLetterConfig: { Arn: arnOf(deadLetterQueue) }",
      "DeadLetterConfig: { Arn: arnOf(queue) }",
    ],
    ["a rule is on the stage's bus", "EventBusName: busName(stage)", 'EventBusName: "default"'],
  ]),
  ...guardsIn("infra/event-patterns.ts", "test/infra/bus.test.ts", [
    ["a CloudEvent goes by its type", "{ ...CLOUD_EVENT, type: prefixesOf(types) }", "CLOUD_EVENT"],
    ["what no rule takes is not lost", ", { exists: false }] } },", "] } },"],
  ]),
  ...guardsIn("infra/queues.ts", "test/infra/queues.test.ts", [
    ["SQS keeps a message for 14 days", "RETENTION = 1_209_600", "RETENTION = 345_600"],
    ["a message is hidden while its function runs", "VisibilityTimeout: settings.visibilityTimeout,", ""],
    ["dead-letter queues outlive prod", "      DeletionPolicy: settings.deletionPolicy,\n", ""],
    ["a dead-letter queue is for one queue", 'redrivePermission: "byQueue"', 'redrivePermission: "allowAll"'],
    ["SQS gives up after the stage's receives", "maxReceiveCount: settings.maxReceiveCount", "maxReceiveCount: 1000"],
  ]),
  ...guardsIn("infra/functions.ts", "test/infra/functions.test.ts", [
    [
      "a function gives up after the stage's receives",
      "MAX_RECEIVE_COUNT: settings.maxReceiveCount",
      "MAX_RECEIVE_COUNT: 1000",
    ],
    [
      "a function gets its own dead-letter queue",
      "DEAD_LETTER_QUEUE_URL: refTo(deadLetterQueue)",
      "DEAD_LETTER_QUEUE_URL: refTo(queue)",
    ],
    [
      "the first wait is the stage's",
      "RETRY_BASE_SECONDS: settings.retryBase",
      "RETRY_BASE_SECONDS: settings.retryMax",
    ],
    ["only failed records come again", 'functionResponseType: "ReportBatchItemFailures",', ""],
    ["few batches at once", "maximumConcurrency: settings.maximumConcurrency,", ""],
    ["a batch has its size", "batchSize: row.batch.size", "batchSize: 10"],
    ["a batch waits for its window", "maximumBatchingWindow: row.batch.window", "maximumBatchingWindow: 300"],
    ["a handler is an export of its file", ".handler`,", ".main`,"],
    ["a function has its own role", "functionIdsOf(functionName).role", 'functionIdsOf("employeeHired").role'],
    [
      "a replay reads the dead-letter queue and writes to the queue",
      "[variables.source]: refTo(ids.queue), [variables.deadLetter]: refTo(ids.deadLetterQueue)",
      "[variables.source]: refTo(ids.deadLetterQueue), [variables.deadLetter]: refTo(ids.queue)",
    ],
    ["seats are counted every hour", "rate(1 hour)", "rate(1 day)"],
    ["who is due is woken within the minute", "rate(1 minute)", "rate(1 hour)"],
    ["a wake-up goes to a queue", "refTo(idsOf(row).queue) });", "refTo(idsOf(row).deadLetterQueue) });"],
    ["the grace is the stage's", "HIRE_GRACE_SECONDS: settings.hireGrace", "HIRE_GRACE_SECONDS: settings.retryMax"],
  ]),
  ...guardsIn("infra/alarms.ts", "test/infra/alarms.test.ts", [
    ["alarms ring above their threshold", '"GreaterThanThreshold"', '"LessThanThreshold"'],
    ["the first dead letter rings", "Threshold: 0,", "Threshold: 100_000,"],
    ["dead letters ring within a minute", "Period: MINUTE", "Period: DAY"],
    ["dead letters ring again before SQS deletes them", "EvaluationPeriods: 7", "EvaluationPeriods: 14"],
    ["events that wait ring again before SQS deletes them", "Threshold: RETENTION / 2", "Threshold: RETENTION"],
    [
      "dead letters are counted in their own queue",
      'queueMetric("ApproximateNumberOfMessagesVisible", deadLetterQueue),\n      Period: MINUTE',
      'queueMetric("ApproximateNumberOfMessagesVisible", queue),\n      Period: MINUTE',
    ],
    ["who is due and is not handled rings", "OVERDUE = 1800", "OVERDUE = 180_000"],
    ["alarms reach the topic", 'AlarmActions: [refTo("AlarmTopic")]', "AlarmActions: []"],
    ["the end of an alarm reaches the topic", '    OKActions: [refTo("AlarmTopic")],\n', ""],
    ["no data raises no alarm", '"notBreaching"', '"breaching"'],
    ["a function near its time-out rings", "NEAR_TIMEOUT = 0.8", "NEAR_TIMEOUT = 8"],
    ["old events ring", "Threshold: oldest", "Threshold: oldest * 1000"],
    [
      "a throttled directory is this stage's",
      '{ Name: "service", Value: prefix }],\n    Statistic: "Sum"',
      '{ Name: "service", Value: "seatkeeper" }],\n    Statistic: "Sum"',
    ],
    ["alarms are mailed", 'Protocol: "email"', 'Protocol: "sms"'],
  ]),
  ...guardsIn("infra/dashboard.ts", "test/infra/dashboard.test.ts", [
    ["the dashboard shows the metrics that the functions emit", 'own("DeadLetters"', 'own("DeadLetter"'],
    [
      "the dashboard shows dead letters",
      '"ApproximateNumberOfMessagesVisible", "-dlq"',
      '"ApproximateNumberOfMessagesVisible"',
    ],
  ]),
  ...guardsIn("infra/outputs.ts", "test/infra/dashboard.test.ts", [
    ["an output is the queue's URL", "Value: refTo(idsOf(row).queue)", "Value: refTo(idsOf(row).deadLetterQueue)"],
  ]),
  ...guardsIn("infra/tables.yml", "test/infra/tables.test.ts", [
    ["records of creations expire by Powertools' attribute", "AttributeName: expiration", "AttributeName: expiresAt"],
    [
      "employees can be recovered",
      "PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }\n      AttributeDefinitions:\n        - { AttributeName: employeeId",
      "PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false }\n      AttributeDefinitions:\n        - { AttributeName: employeeId",
    ],
    [
      "employees outlive prod",
      "EmployeesTable:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: ${self:custom.settings.deletionPolicy}",
      "EmployeesTable:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Delete",
    ],
  ]),
  ...guardsIn("serverless.yml", "test/infra/service.test.ts", [
    [
      "events are not logged",
      "POWERTOOLS_METRICS_NAMESPACE: Seatkeeper",
      "POWERTOOLS_METRICS_NAMESPACE: Seatkeeper\n    POWERTOOLS_LOGGER_LOG_EVENT: true",
    ],
    [
      "metrics are the stage's own",
      "POWERTOOLS_SERVICE_NAME: ${self:custom.prefix}",
      "POWERTOOLS_SERVICE_NAME: seatkeeper",
    ],
    ["functions are traced", "lambda: true", "lambda: false"],
    ["logs are deleted in the end", "  logRetentionInDays: ${self:custom.settings.logRetentionDays}\n", ""],
    ["functions run on the Node of the tests", "runtime: nodejs24.x", "runtime: nodejs22.x"],
  ]),
  ...guardsIn("config/esbuild.yml", "test/infra/service.test.ts", [
    ["functions bring their own SDK", "external: []", 'external: ["@aws-sdk/*"]'],
    ["functions are small", "minify: true", "minify: false"],
  ]),
  ...guardsIn("config/stages.yml", "test/infra/queues.test.ts", [
    ["prod keeps its data", "keepData: true", "keepData: false"],
  ]),
  ...guardsIn("config/stages.yml", "test/infra/functions.test.ts", [
    ["prod handles five batches at once", "maximumConcurrency: 5", "maximumConcurrency: 500"],
    ["deployed stages try eight times", "maxReceiveCount: 8", "maxReceiveCount: 1"],
  ]),
  ...guardsIn("config/stage-settings.ts", "test/infra/queues.test.ts", [
    ["a message is hidden for six time-outs", "VISIBILITY_FACTOR = 6", "VISIBILITY_FACTOR = 1"],
  ]),
  ...guardsIn(".github/workflows/deploy.yml", "test/infra/workflows.test.ts", [
    ["deployments do not cancel one another", "cancel-in-progress: false", "cancel-in-progress: true"],
    [
      "deployments of a stage wait for each other",
      "group: deploy-${{ inputs.stage || 'dev' }}",
      "group: deploy-${{ github.run_id }}",
    ],
    ["a push deploys dev", "STAGE: ${{ inputs.stage || 'dev' }}", "STAGE: ${{ inputs.stage || 'prod' }}"],
    ["only main is deployed", "branches: [main]", "branches: ['**']"],
    ["a deployment waits for CI", "    needs: ci\n", ""],
  ]),
  ...guardsIn(".github/workflows/ci.yml", "test/infra/workflows.test.ts", [
    ["a checkout keeps no credentials", "persist-credentials: false", "persist-credentials: true"],
    ["CI of a fork has no rights", "  pull_request:\n", "  pull_request_target:\n"],
    ["CI may only read", "permissions:\n  contents: read", "permissions:\n  contents: write"],
  ]),
];
