namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>What JSON Schema says and zod has no word for, as code of the module. A module has what it uses, in this order.</summary>
internal sealed class ZodHelpers
{
    private static readonly (string Name, string[] Needs, string Code)[] s_all =
    [
        ("AnyValue", [], """
            /** Any value; it has to be there. */
            const AnyValue = z.unknown().refine((value) => value !== undefined, "expected a value");
            """),
        ("pattern", [], """
            /** A regular expression of JSON Schema, which is one with the flag u where it can be. */
            const pattern = (source: string): RegExp => {
              try {
                return new RegExp(source, "u");
              } catch {
                return new RegExp(source);
              }
            };
            """),
        ("hasLength", [], """
            /** Counts characters as Unicode does. */
            const hasLength = (min: number, max: number) => (text: string): boolean => {
              const length = [...text].length;
              return length >= min && length <= max;
            };
            """),
        ("decimal", [], """
            /** A number as it is written: its digits, and how often they are multiplied by ten. */
            const decimal = (value: number | string): [bigint, number] => {
              const [digits = "0", exponent = "0"] = String(value).toLowerCase().split("e");
              const [whole = "0", fraction = ""] = digits.split(".");
              return [BigInt(whole + fraction), Number(exponent) - fraction.length];
            };
            """),
        ("isMultipleOf", ["decimal"], """
            /** Divides without rounding: 0.3 is a multiple of 0.1. */
            const isMultipleOf = (divisor: string) => (value: number): boolean => {
              const [digits, exponent] = decimal(value);
              const [by, power] = decimal(divisor);
              const shift = exponent - power;
              return shift >= 0 ? (digits * BigInt(10) ** BigInt(shift)) % by === BigInt(0) : digits % (by * BigInt(10) ** BigInt(-shift)) === BigInt(0);
            };
            """),
        ("canonical", [], """
            /** The same text for values that JSON Schema takes for the same. */
            const canonical = (value: unknown): string => {
              if (Array.isArray(value)) {
                return `[${value.map(canonical).join(",")}]`;
              }
              if (typeof value === "object" && value !== null) {
                const entries = Object.entries(value).map(([name, property]) => `${JSON.stringify(name)}:${canonical(property)}`);
                return `{${entries.sort().join(",")}}`;
              }
              return JSON.stringify(value) ?? "";
            };
            """),
        ("isUnique", ["canonical"], """
            /** Whether each item is there once. */
            const isUnique = (items: unknown[]): boolean => new Set(items.map(canonical)).size === items.length;
            """),
        ("isOneOf", ["canonical"], """
            /** Whether a value is one of those given. */
            const isOneOf = (...values: unknown[]) => (value: unknown): boolean => values.some((known) => canonical(known) === canonical(value));
            """),
        ("hasSize", [], """
            /** Whether an object has as many properties. */
            const hasSize = (min: number, max: number) => (value: object): boolean => {
              const size = Object.keys(value).length;
              return size >= min && size <= max;
            };
            """),
        ("hasAll", [], """
            /** Whether an object has properties of its own by these names. */
            const hasAll = (...names: string[]) => (value: object): boolean => names.every((name) => Object.prototype.hasOwnProperty.call(value, name));
            """),
        ("fits", [], """
            /** Whether a value fits a schema. */
            const fits = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;
            """),
        ("report", [], """
            /** Reports what is wrong with a value by a schema. */
            const report = (schema: z.ZodType, value: unknown, context: z.RefinementCtx, path: PropertyKey[]): void => {
              for (const issue of schema.safeParse(value).error?.issues ?? []) {
                context.addIssue({ code: "custom", message: issue.message, path: [...path, ...issue.path] });
              }
            };
            """),
        ("allOf", ["report"], """
            /** All of these have to fit too. */
            const allOf = (...schemas: z.ZodType[]) => (value: unknown, context: z.RefinementCtx): void => {
              schemas.forEach((schema) => report(schema, value, context, []));
            };
            """),
        ("anyOf", ["fits"], """
            /** At least one of these has to fit too. */
            const anyOf = (...schemas: z.ZodType[]) => (value: unknown): boolean => schemas.some((schema) => fits(schema, value));
            """),
        ("oneOf", ["fits"], """
            /** Exactly one of these has to fit. */
            const oneOf = (...schemas: z.ZodType[]) => (value: unknown): boolean => schemas.filter((schema) => fits(schema, value)).length === 1;
            """),
        ("not", ["fits"], """
            /** This must not fit. */
            const not = (schema: z.ZodType) => (value: unknown): boolean => !fits(schema, value);
            """),
        ("conditional", ["fits", "report"], """
            /** What has to fit besides depends on whether the first does. */
            const conditional = (condition: z.ZodType, then: z.ZodType, otherwise: z.ZodType) => (value: unknown, context: z.RefinementCtx): void => {
              report(fits(condition, value) ? then : otherwise, value, context, []);
            };
            """),
        ("tuple", ["report"], """
            /** The first items have a schema each, and those after them another. */
            const tuple = (first: z.ZodType[], others: z.ZodType) => (items: unknown[], context: z.RefinementCtx): void => {
              items.forEach((item, index) => report(first[index] ?? others, item, context, [index]));
            };
            """),
        ("names", ["report"], """
            /** The names of all properties have to fit. */
            const names = (schema: z.ZodType) => (value: object, context: z.RefinementCtx): void => {
              Object.keys(value).forEach((name) => report(schema, name, context, [name]));
            };
            """),
        ("properties", ["report"], """
            /** Properties have to fit by their names; those that are neither known nor fit a pattern by another schema. */
            const properties = (known: string[], patterns: [RegExp, z.ZodType][], others: z.ZodType) => (value: object, context: z.RefinementCtx): void => {
              for (const [name, property] of Object.entries(value)) {
                const fitting = patterns.filter(([regex]) => regex.test(name));
                fitting.forEach(([, schema]) => report(schema, property, context, [name]));
                if (fitting.length === 0 && !known.includes(name)) {
                  report(others, property, context, [name]);
                }
              }
            };
            """),
    ];

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Takes note that a helper is used.</summary>
    /// <returns>Its name.</returns>
    public string Use(string name)
    {
        if (_used.Add(name))
        {
            Array.ForEach(s_all.First(helper => helper.Name == name).Needs, need => Use(need));
        }

        return name;
    }

    /// <summary>Writes the helpers that are used.</summary>
    public string Write() => string.Concat(s_all.Where(helper => _used.Contains(helper.Name)).Select(static helper => $"{helper.Code}\n\n"));
}
