/** The national three classes of services, in the order of the catalogue. */
export const classes = ['care', 'living', 'companionship'] as const;
export type ServiceClass = (typeof classes)[number];

const byPrefix: Readonly<Record<string, ServiceClass>> = { CARE: 'care', LIFE: 'living', HEAR: 'companionship' };

/** The class that the code of an item says, so that counts need no service list. */
export const classOf = (code: string) => byPrefix[code.slice(0, 4)];
