import { expect, test } from "vitest";
import { tokenBucket } from "../../../local/emulator/token-bucket.ts";

const bucketAt = (perSecond: number, size: number) => {
  const clock = { time: 0 };
  const bucket = tokenBucket(perSecond, size, () => clock.time);
  return { clock, take: (times: number) => Array.from({ length: times }, () => bucket.take()) };
};

test("is full at first, and then says how many ms to wait", () => {
  expect(bucketAt(4, 2).take(3)).toEqual([0, 0, 250]);
});

test("fills up steadily; what is refused uses up nothing", () => {
  const { clock, take } = bucketAt(4, 2);
  take(5);
  clock.time = 250;
  expect(take(2)).toEqual([0, 250]);
  clock.time = 375;
  expect(take(1)).toEqual([125]);
});

test("allows no larger burst after a pause", () => {
  const { clock, take } = bucketAt(4, 2);
  take(2);
  clock.time = 3_600_000;
  expect(take(3)).toEqual([0, 0, 250]);
});
