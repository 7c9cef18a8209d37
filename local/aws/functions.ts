import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { makeTemporaryFolder } from "../temporary-folder.ts";
import { type FunctionRuntime, functionRuntime } from "./function-runtime.ts";
import { type Attributes, resolveEnvironment } from "./resolve-environment.ts";
import type { FunctionModel, StackModel } from "./template.ts";

export type FunctionsOptions = {
  readonly model: StackModel;
  /** Where the functions' zip files are. */
  readonly packageDir: string;
  /** What every function has, beside its own variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly attributes: Attributes;
  /** Each line that a function writes. */
  readonly onLog: (functionName: string, line: string) => void;
  readonly onClose: (stop: () => Promise<void> | void) => void;
};

/** A runtime for each function of a template, by logical ID, with its bundle unpacked. @throws TemplateError */
export const startFunctions = ({
  model,
  packageDir,
  environment,
  attributes,
  onLog,
  onClose,
}: FunctionsOptions): ReadonlyMap<string, FunctionRuntime> => {
  const { path: directory, remove } = makeTemporaryFolder();
  onClose(remove);
  const runtimes = model.functions.map((fn): [string, FunctionRuntime] => {
    const [module = "", handlerName = ""] = fn.handler.split(".");
    const root = join(directory, fn.logicalId);
    unzipTo(root, join(packageDir, fn.artifact));
    const runtime = functionRuntime({
      name: fn.name,
      bundle: pathToFileURL(join(root, `${module}.mjs`)).href,
      handlerName,
      memory: fn.memory,
      timeout: fn.timeout,
      environment: { ...environment, ...lambdaEnvironment(fn, root), ...resolveEnvironment(fn, attributes) },
      onLog: (line) => onLog(fn.name, line),
    });
    onClose(runtime.close);
    return [fn.logicalId, runtime];
  });
  return new Map(runtimes);
};

const lambdaEnvironment = ({ name, memory, handler }: FunctionModel, root: string) => ({
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  LAMBDA_TASK_ROOT: root,
  _HANDLER: handler,
});

const unzipTo = (directory: string, file: string): void => {
  for (const [name, content] of Object.entries(unzipSync(readFileSync(file)))) {
    if (name.endsWith("/")) continue;
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
};
