import { type Profile, RFC_PROFILE } from "../profile.ts";

/** Figma. A seat is the element of `roles` whose type is `seatType`. Sources: developers.figma.com, help.figma.com. */
export const figma: Profile = {
  ...RFC_PROFILE,
  name: "figma",
  path: "/scim/v2/local",
  seat: {
    kind: "element",
    list: "roles",
    where: { type: "seatType" },
    values: ["Full", "Dev", "Collab", "View"],
    initial: "View",
  },
  seesOthers: false,
  filterBy: { userName: "userName" },
  filterAnd: false,
};
