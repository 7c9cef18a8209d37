import { type Command, Option } from "commander";
import { WAIT_REASONS } from "../../domain/employee-record.ts";
import type { ListOptions } from "../commands/employee/list.ts";
import type { ResyncOptions } from "../commands/employee/resync.ts";
import type { ShowOptions } from "../commands/employee/show.ts";
import type { TransferOptions } from "../commands/employee/transfer.ts";
import { withStageOptions } from "../options.ts";
import { once, parseEmployee, parseText, parseTime, parseWhole } from "../parse-arguments.ts";
import { printResult } from "../program.ts";
import { LIST_SHAPE, RESYNC_SHAPE, SHOW_SHAPE, TRANSFER_SHAPE } from "./employee-shapes.ts";
import { withExamples, withJsonShape } from "./examples.ts";

/** The commands on employees. */
export const addEmployeeCommands = (program: Command): void => {
  const employee = program.command("employee").description("employees: who has what, who waits, and why");
  addList(employee);
  addShow(employee);
  addResync(employee);
  addTransfer(employee);
};

const addList = (employee: Command): void => {
  const list = withStageOptions(employee.command("list"))
    .description(
      "list who has which license, with totals, from the whole table; --waiting alone queries an index, and lists " +
        "those who wait, the next one first",
    )
    .option("--license <name>", "only employees with this license; none for those without one", once(parseText))
    .option("--rule <name>", "only employees whose license this rule gave; left for those who left", once(parseText))
    .option("--department <name>", "only this department, compared as the policy compares it", once(parseText))
    .addOption(
      new Option("--waiting [reason]", "only those who wait, for any reason or for this one").choices([
        ...WAIT_REASONS,
        "NotYetEffective",
      ]),
    )
    .option("--since <time>", "only if the account was changed since (2026-03-01 or …T08:00:00Z)", once(parseTime))
    .addOption(new Option("--left", "only who left").conflicts("active"))
    .option("--active", "only who works here")
    .option("--attribute <name>", "show this attribute of HR's, too; may be given several times", collect)
    .addOption(
      new Option("--by <what>", "what the totals are by").choices(["license", "rule", "department", "waiting"]),
    )
    .addOption(new Option("--csv", "print all as CSV for finance; totals go to stderr").conflicts("json"))
    .option("-n, --limit <count>", "at most this many employees (default: 100 in a table)", once(parseWhole(1)))
    .action(async (options: ListOptions) => {
      const { employeeList } = await import("../commands/employee/list.ts");
      printResult(await employeeList(options));
    });
  withExamples(list, [
    "seatkeeper employee list --stage local",
    "seatkeeper employee list --stage local --license Pro --by department",
    "seatkeeper employee list --stage local --csv > seats.csv",
    "seatkeeper employee list --stage local --since 2026-01-01 --json",
    "seatkeeper employee list --stage local --waiting",
  ]);
  withJsonShape(list, LIST_SHAPE);
};

const collect = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, parseText(text)];

const addShow = (employee: Command): void => {
  const show = withStageOptions(employee.command("show"))
    .argument("<id>", "the employee ID", parseEmployee)
    .description(
      "show one: what HR said, the account and its license, what each rule of the policy says, what comes next, and the " +
        "last decisions",
    )
    .option("--live", "ask the directory, too, and say whether the two agree")
    .option("--reveal", "show everything, personal data, too; else what HR said is masked, as by policy explain")
    .action(async (id: string, options: ShowOptions) => {
      const { employeeShow } = await import("../commands/employee/show.ts");
      printResult(await employeeShow(id, options));
    });
  withExamples(show, [
    "seatkeeper employee show E1000 --stage local",
    "seatkeeper employee show E1000 --stage local --live --json",
  ]);
  withJsonShape(show, SHOW_SHAPE);
};

const addResync = (employee: Command): void => {
  const resync = withStageOptions(employee.command("resync"))
    .argument("<ids...>", "employee IDs; - reads them from stdin, one a line", parseIds)
    .description("make the directory match the record again; harmless at any time, and may be repeated")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (ids: readonly string[], options: ResyncOptions) => {
      const { employeeResync } = await import("../commands/employee/resync.ts");
      printResult(await employeeResync(ids, options));
    });
  withExamples(resync, [
    "seatkeeper employee resync E1000 --stage local",
    "echo E1000 | seatkeeper employee resync - --stage local --json",
  ]);
  withJsonShape(resync, RESYNC_SHAPE);
};

const parseIds = (text: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  text === "-" ? text : parseEmployee(text),
];

const addTransfer = (employee: Command): void => {
  const transfer = withStageOptions(employee.command("transfer"))
    .argument("<old>", "the employee ID of somebody who left", parseEmployee)
    .argument("<new>", "the employee ID of the new owner", parseEmployee)
    .description("hand an account to another employee; a dry run without --execute")
    .option("--execute", "do it, instead of a dry run")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (from: string, to: string, options: TransferOptions) => {
      const { employeeTransfer } = await import("../commands/employee/transfer.ts");
      printResult(await employeeTransfer(from, to, options));
    });
  withJsonShape(withExamples(transfer, ["seatkeeper employee transfer E1000 E1001 --stage local"]), TRANSFER_SHAPE);
};
