export type TrashView = { id: string, address: string, titles: { [key in string]: string }, pages: number, time: number, elsewhere?: string, };
