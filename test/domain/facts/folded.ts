import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { emptyRecord, fold } from "../../../domain/facts/fold.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import { NOW } from "../../support/hr-events.ts";

/** The record of E1 after these events, each folded at `now`. @throws Failure as fold does */
export const folded = (events: readonly HrEvent[], now = NOW, before?: EmployeeRecord): EmployeeRecord =>
  events.reduce((record, event) => fold(record, event, now).record, before ?? emptyRecord("E1"));
