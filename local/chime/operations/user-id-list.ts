import * as z from "zod";
import { nonBlank, valid } from "../members.ts";

const request = z.object({ UserIdList: z.array(nonBlank).max(50) });

/** The users that a batch names by ID alone. @throws ChimeError BadRequestException */
export const userIdList = (body: unknown): readonly { readonly UserId: string }[] =>
  valid(request, body).UserIdList.map((UserId) => ({ UserId }));
