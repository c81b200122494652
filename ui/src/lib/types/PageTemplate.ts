import type { Localised } from "./Localised";
export type PageTemplate = { name: string, label: Localised, usage: Localised, icon: string, rank: number, dated: boolean, };
