export type LinkSpot = { at: number, inner?: number, };
