import type { Profile } from "../profile.ts";
import { figma } from "./figma.ts";
import { github } from "./github.ts";
import { scim } from "./scim.ts";
import { slack } from "./slack.ts";
import { zoom } from "./zoom.ts";

export const PROFILES = { figma, slack, zoom, github, scim } as const satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof PROFILES;
