import { type Guard, guardsIn } from "./guard.ts";

const scim = (name: string): string => `adapters/directories/scim/${name}.ts`;
const scimTest = (name: string): string => `test/adapters/directories/scim/${name}.test.ts`;

const checkTest = "test/cli/commands/directory/check.test.ts";
const probeTest = "test/cli/commands/directory/probe.test.ts";

/** What the SCIM adapter believes, sends twice, and never sends; what a check and a probe of it find out, and whom they leave alone. */
export const SCIM_GUARDS: readonly Guard[] = [
  ...guardsIn(scim("find-user"), scimTest("find"), [
    ["a hit has the very email", "users.filter((user) => hasEmail(user, email, file))", "[...users]"],
    ["an ignored filter reads no whole company", "others > MAX_OTHERS", "others < 0"],
  ]),
  ...guardsIn(scim("users"), scimTest("find"), [
    ["of two hits none is picked", "ids.size > 1", "ids.size < 1"],
    ["a hit without an ID is no user", "if (ids.has(undefined)) throw", "if (ids.size < 0) throw"],
  ]),
  ...guardsIn(scim("filter"), scimTest("find"), [
    ["a filter's value is escaped", "JSON.stringify(value)", `'"' + value + '"'`],
  ]),
  ...guardsIn(scim("pages"), scimTest("list"), [
    ["a list that loops ends", "fresh.length === 0 || startIndex > total", "users.length === 0 || startIndex > total"],
  ]),
  ...guardsIn(scim("prove"), scimTest("change"), [
    ["a 2xx alone proves nothing", "if (missing !== undefined) throw", "if (missing === null) throw"],
    [
      "a name that is kept nowhere is not missed",
      'edit.topic === "name" && shownOf',
      'edit.topic === "state" && shownOf',
    ],
    ["but whatever else is not shown is", 'edit.topic === "name" && shownOf', "shownOf"],
    ["what an answer does not show is read", "const user = showsAll ? told", "const user = told ? told"],
    ["an answer is believed only if the file says so", 'proof === "response" ? answer.body : undefined', "answer.body"],
  ]),
  ...guardsIn(scim("client"), scimTest("change"), [
    ["a 206 is not all of it", "answer.status === 206", "answer.status === 0"],
  ]),
  ...guardsIn(scim("update-user"), scimTest("change"), [
    ["a user is written over what was read", "{ ifMatch: etag }", "{}"],
    [
      "a PUT keeps what it does not know",
      "{ meta: _, ...own } = withEdits(user, edits)",
      "{ meta: _, ...own } = withEdits({}, edits)",
    ],
    ["what others changed meanwhile is read again", "if (!isOutdated(answer)) return answer;", "return answer;"],
    [
      "an element that a PATCH finds missing is added",
      "if (isDone(answer) && !mayLack) return answer;",
      "if (isDone(answer)) return answer;",
    ],
    [
      "and so is one of which its answer says nothing",
      "shownOf(body, edit) !== undefined",
      "shownOf(body, edit) !== null",
    ],
    ["the other elements of a list stay", "if (lists.length === 0) return {};", "if (lists.length >= 0) return {};"],
  ]),
  ...guardsIn(scim("edits"), scimTest("change"), [
    ["a higher license beside the one set is the one", "values.find((each) => edit.outranks?.(each)) ??", ""],
  ]),
  ...guardsIn(scim("retries"), scimTest("change"), [
    [
      "a change without an answer is not sent again here",
      '{ share: 1, count: 3, repeats: ["DirectoryThrottled"] }',
      '{ share: 1, count: 3, repeats: ["DirectoryThrottled", "DirectoryUnavailable"] }',
    ],
  ]),
  ...guardsIn(scim("retries"), scimTest("create"), [
    ["a creation is sent once", "count: 1, repeats: []", 'count: 3, repeats: ["DirectoryThrottled"]'],
  ]),
  ...guardsIn(scim("retries"), scimTest("retries"), [
    ["who is told to wait for long waits", "const isLong = pause >= LONG_WAIT_MS;", "const isLong = pause < 0;"],
    ["and so does everybody else", "if (isLong) governor.pauseFor(pause);", ""],
  ]),
  ...guardsIn(scim("create-user"), scimTest("create"), [
    ["a creation without an answer is looked up", "LEAVES_OPEN.has(error.code)", "error.code === null"],
    ["a conflict is looked up", "if (isConflict(answer)) return taken(answer);", ""],
    ["a user who is created has the email asked for", "requireSameEmail(answer.body ?? {}, person.email, file);", ""],
    ["a license that is not shown is not believed", "...(isProven ? { license } : {})", "license"],
    [
      "a creation without an ID is looked up",
      "if (id === undefined) return findAfter(",
      "if (id === null) return findAfter(",
    ],
  ]),
  ...guardsIn(scim("user-state"), scimTest("state"), [
    ["a deactivation is proven", "if (saysGone(answer) || isShown(answer.user, edit)) return;", "return;"],
    ["who is gone is deactivated", "if (saysGone(answer) || isShown", "if (isShown"],
    [
      "only who is said to be gone is",
      'changeOf("DELETE", id), accepts: saysGone',
      'changeOf("DELETE", id), accepts: ({ status }) => status === 404',
    ],
  ]),
  ...guardsIn(scim("group-membership"), scimTest("group"), [
    ["a membership is proven", "if (groups.includes(wanted) && ", "if (wanted && "],
    ["a filter that finds other groups proves nothing", "found.every((id) => id === groupId)", "found.length >= 0"],
    ["also by the group itself", "return isMember ? [groupId] : [];", "return [groupId];"],
    ["a 400 may be about a missing user", "new Set([400, 404])", "new Set([404])"],
    [
      "the groups of other licenses are left",
      "await Promise.all([...new Set(others)]",
      "await Promise.all([...new Set<string>()]",
    ],
  ]),
  ...guardsIn(scim("exchange"), scimTest("requests"), [
    ["no other host gets the token", "url.origin === request.url.origin", "url.origin !== null"],
    ["fetch follows no redirect by itself", 'redirect: "manual"', 'redirect: "follow"'],
    ["a whole exchange has a time-out", "timer(EXCHANGE_MS, () => timeout.abort())", "timer(EXCHANGE_MS, () => {})"],
    ["a call ends with its batch", "...(signal ? [signal] : [])", ""],
  ]),
  ...guardsIn(scim("read-body"), scimTest("requests"), [
    ["a body has a limit", "if (bytes > MAX_BYTES) throw", "if (bytes < 0) throw"],
  ]),
  ...guardsIn(scim("safe-url"), scimTest("requests"), [
    ["a token is sent over https only", 'url.protocol === "https:" ||', 'url.protocol !== "ftp:" ||'],
    ["and not to whoever begins with localhost", String.raw`|\[::1\])$/`, String.raw`|\[::1\])/`],
  ]),
  ...guardsIn(scim("client"), scimTest("requests"), [
    [
      "the token is not the file's",
      'headers.set("Authorization", `Bearer ${token}`);',
      'headers.append("Authorization", `Bearer ${token}`);',
    ],
  ]),
  ...guardsIn(scim("answer"), scimTest("requests"), [
    ["an error in a 200 is one", "isScimError && status < 300 ?", "isScimError && status < 200 ?"],
  ]),
  ...guardsIn(scim("failures"), scimTest("failures"), [
    ["a page says nothing of a user", 'about === "user" && saysGone(answer)', 'about === "user"'],
    ["nor does JSON that is no SCIM error", '(isScimError || text.trim() === "")', '(isScimError || text[0] !== "<")'],
    ["an email that is taken may be free later", '[409, "DirectoryUnavailable"]', '[409, "DirectoryRejected"]'],
    ["a status alone is permanent for nobody", "isScimError && PERMANENT.has(status)", "PERMANENT.has(status)"],
    ["a scimType that is no word is not repeated", "SCIM_TYPE.test(scimType)", "scimType"],
  ]),
  ...guardsIn(scim("access-tokens"), scimTest("tokens"), [
    ["a 401 reads the secret again", "return (await share(loadFresh)).token;", "return refused;"],
    ["but not for each of a batch", "if (loading === undefined && isFresh()) return refused;", ""],
    ["a token is renewed before it ends", "lifetimeMs - RENEW_BEFORE_MS", "lifetimeMs"],
    ["one request for a token serves all", "loading ??= start()", "loading = start()"],
  ]),
  ...guardsIn(scim("read-secret"), scimTest("tokens"), [
    ["what is no token is not sent", 'typeof token === "string" && TOKEN.test(token)', 'typeof token === "string"'],
  ]),
  ...guardsIn("domain/reconcile/perform.ts", "test/domain/reconcile/profiles.test.ts", [
    ["an account that the creation found is not believed", "created && account.found !== true ?", "created ?"],
  ]),
  ...guardsIn(scim("create-user"), scimTest("create"), [
    ["who is found after a creation is said to be found", "...stateOf(user), found: true }", "...stateOf(user) }"],
  ]),
  ...guardsIn("adapters/directories/rate-governor.ts", "test/adapters/directories/rate-governor.test.ts", [
    ["a published limit is a ceiling", "Math.min(ceiling, perSecond + ", "Math.max(0, perSecond + "],
    ["a pause holds every call back", "Math.max(nextAt, pausedUntil, now", "Math.max(nextAt, now"],
  ]),
  ...guardsIn(scim("assess-users"), checkTest, [
    ["a filter that gives somebody who cannot exist is ignored", "if (hits > 0) return", "if (hits < 0) return"],
    [
      "an empty directory says nothing of the filter",
      "everybody === undefined || everybody === 0",
      "everybody === null",
    ],
    ["401 and 403 are told apart", "if (status === 403) {", "if (status === 0) {"],
  ]),
  ...guardsIn(scim("assess-traffic"), probeTest, [
    ["an answer that claims what is not so is found out", "shows && isOther", "shows && isOther === null"],
    ["a list that shows no license is found out", "const shows = listed.every((each) => each);", "const shows = true;"],
  ]),
  ...guardsIn("adapters/directories/probe/probe-directory.ts", probeTest, [
    ["a probe changes only whom it made", "if (!calls.some(isCreation)) return", "if (calls.length < 0) return"],
  ]),
  ...guardsIn("adapters/directories/probe/recorded-call.ts", probeTest, [
    ["who was there before is not taken for made", "call.status === 201", "isDoneCall(call)"],
  ]),
  ...guardsIn("adapters/directories/probe/probe-leave.ts", probeTest, [
    ["nobody comes back from a deletion", "deletes || shouldStop() ? ONCE", "shouldStop() ? ONCE"],
    [
      "a user who may be active is not called deactivated",
      'if (findings.at(-1)?.verdict !== "ok") return',
      "if (findings.length === 0) return",
    ],
  ]),
  ...guardsIn("cli/commands/directory/probe.ts", probeTest, [
    [
      "a probe refuses an address that somebody has",
      "if (found === undefined) return;",
      "if (found?.id !== null) return;",
    ],
    ["a probe is a dry run without --execute", "if (!execute) return", "if (json === undefined) return"],
    ["a probe asks on prod", "if (execute) await confirmStage", "if (json === undefined) await confirmStage"],
  ]),
];
