import { chimeDirectory } from "../../adapters/directories/chime/directory.ts";
import type { Invocation, OpenDirectories } from "../../adapters/directories/open-directory.ts";
import type { DirectoryBelow } from "../../adapters/directories/overlay-directory.ts";
import { scimDirectories } from "../../adapters/directories/scim/directory.ts";
import { NEXT_TO_WIRE } from "../../adapters/limit-body.ts";
import type { EmployeesBelow } from "../../adapters/state/overlay-employees.ts";
import { nodeTimer } from "../../adapters/timer.ts";
import { Failure } from "../../domain/failures.ts";
import { type StageEmployees, withEmployees } from "../employees.ts";
import { CommandFailed } from "../errors.ts";
import { type StageDirectory, stageDirectory } from "../stage-directory.ts";
import { visible } from "../visible.ts";
import type { PreviewOptions } from "./preview-world.ts";

/** What a preview reads of a stage. */
type Below = Required<Pick<PreviewOptions, "employees" | "directory" | "calls">>;

/**
 * Calls `act` with a stage, which can only be read. @throws CommandFailed if the table or the directory cannot be read,
 * and what `act` throws
 */
export const withStage = <T>(
  stage: string,
  act: (below: Below) => Promise<T>,
  connect: (stage: string) => StageDirectory = stageDirectory,
): Promise<T> =>
  withEmployees(stage, async (found) => {
    const counts = { dynamodb: 0, directory: 0 };
    const directory = directoryOf(stage, connect(stage), () => {
      counts.directory += 1;
    });
    const employees = employeesOf(found, () => {
      counts.dynamodb += 1;
    });
    try {
      return await act({ employees, directory, calls: () => ({ ...counts }) });
    } catch (error) {
      throw error instanceof Unreadable ? error.cause : error;
    }
  });

/** The stage itself cannot be read: no event is at fault, and the preview ends. */
class Unreadable extends Error {}

const employeesOf = ({ employees, claimOn }: StageEmployees, onCall: () => void): EmployeesBelow => ({
  read: (employeeId) => {
    onCall();
    return employees.read(employeeId).catch((cause: unknown) => {
      // A record that cannot be read fails its events, as in a function.
      throw cause instanceof Failure && cause.code === "RecordUnreadable" ? cause : new Unreadable("table", { cause });
    });
  },
  claimOn: (accountId) => {
    onCall();
    return claimOn(accountId).catch((cause: unknown) => Promise.reject(new Unreadable("table", { cause })));
  },
});

/** In ms; a directory that limits its calls makes a look-up wait. */
const TIME_MS = 120_000;

const directoryOf = (stage: string, directory: StageDirectory, onCall: () => void): DirectoryBelow => {
  const open = openerOf(directory, onCall);
  const find = (email: string) => {
    const invocation: Invocation = { members: 1, remainingMs: TIME_MS, signal: AbortSignal.timeout(TIME_MS) };
    return open(invocation).find(email);
  };
  return {
    find: (email) =>
      find(email).catch((cause: unknown) => {
        throw cause instanceof Failure && cause.retryable
          ? new Unreadable("directory", { cause: unread(stage, cause) })
          : cause;
      }),
  };
};

const unread = (stage: string, cause: Failure): CommandFailed => {
  const fix = `\`seatkeeper directory check --stage ${stage}\` says what is wrong`;
  return new CommandFailed(visible(`The directory cannot be read: ${cause.message}: ${fix}`), { cause });
};

/** Each attempt and each page is a call. */
const openerOf = (directory: StageDirectory, onCall: () => void): OpenDirectories => {
  if ("chime" in directory) {
    const { clients, accountId } = directory.chime;
    clients.find.middlewareStack.add(
      (next) => (args) => {
        onCall();
        return next(args);
      },
      NEXT_TO_WIRE,
    );
    return chimeDirectory({ clients, accountId, account: directory.file, timer: nodeTimer });
  }
  return scimDirectories({
    ...directory.scim,
    fetch: (url, init) => {
      onCall();
      return fetch(url, init);
    },
  });
};
