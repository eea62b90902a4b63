/** Why the request guards refused a request: the error that the client gets and the refused log counts. */
export interface GuardRefusal {
  /** HTTP status. */
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}
