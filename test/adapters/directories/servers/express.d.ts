declare module "express" {
  import type { RequestListener } from "node:http";
  export type Request = { query: object; header(name: string): string | undefined };
  export type Router = object;
  type Express = RequestListener & { use(path: string, router: Router): void } & {
    use(handler: (request: Request, response: unknown, next: () => void) => void): void;
  };
  export default function express(): Express;
}
