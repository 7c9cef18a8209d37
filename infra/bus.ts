import { attributeOf, type Resources } from "./cloudformation.ts";
import type { Stage } from "./stage.ts";

/**
 * The bus on which HR systems put their events: docs/events.md has the envelope. A stage on another stage's bus has none
 * of its own.
 */
export const bus = ({ prefix, settings }: Stage): Resources =>
  settings.bus === undefined ? { HrBus: { Type: "AWS::Events::EventBus", Properties: { Name: `${prefix}-hr` } } } : {};

/** The name of the bus that a stage hears. Another stage's must be there already: deploy that stage first. */
export const busName = ({ settings }: Stage) =>
  settings.bus === undefined ? attributeOf("HrBus", "Name") : `seatkeeper-${settings.bus}-hr`;
